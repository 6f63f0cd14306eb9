package io.l7mp.core.session;

import io.l7mp.config.Edit;
import io.l7mp.config.JsonCodec;
import io.l7mp.config.ObjectKind;
import io.l7mp.config.Problem;
import io.l7mp.core.change.Office;
import io.l7mp.core.change.Result;
import io.l7mp.core.cluster.Plumbing;
import io.l7mp.core.cluster.Resolver;
import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.Registry;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Protocol;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimWorld;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The core on a simulated world, with protocols beside the usual ones that do what well-bred ones do not. */
final class OddProxy {
    final SimWorld world;
    final Totals totals = new Totals();
    final Office office;

    OddProxy(SimWorld world, Protocol... odd) {
        this.world = world;
        var protocols = new ArrayList<Protocol>(List.of(odd));
        protocols.add(new SimProtocol(world.net()));
        protocols.add(new Passing());
        var registry = new Registry(protocols);
        var facilities = new Facilities(List.<Loop>copyOf(world.loops()), world.buffers(), world.blocking(),
                world.blocking(),
                new JsonCodec(), world.clock(), world.random(), Duration.ofSeconds(1), totals);
        var resolver = new Resolver(world.blocking(),
                name -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.1")});
        office = new Office(registry, new Plumbing(registry, facilities, resolver), facilities);
    }

    /** {@return what was wrong with a change} */
    List<Problem> tryChange(Consumer<Edit> work) {
        var result = new ArrayList<Result>();
        office.submit(work, result::add);
        world.runUntil(() -> !result.isEmpty(), Duration.ofMinutes(1));
        return result.getFirst() instanceof Result.Refused(var problems) ? problems : List.of();
    }

    void add(ObjectKind kind, String text) {
        var problems = tryChange(edit -> edit.add(kind, SimProxy.json(text)));
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    /** {@return the newest listed session} */
    Json.Obj session() {
        var result = new ArrayList<List<Json.Obj>>();
        office.hall().sessions().dump(result::add);
        world.runUntil(() -> !result.isEmpty(), Duration.ofMinutes(1));
        return result.getFirst().getLast();
    }
}
