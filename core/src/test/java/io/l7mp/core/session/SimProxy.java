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
import io.l7mp.core.registry.AccessLog;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.Registry;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimWorld;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The whole core on a simulated world: everything but real sockets. */
final class SimProxy {
    private static final JsonCodec JSON = new JsonCodec();

    final SimWorld world;
    final Totals totals = new Totals();

    /** What the access log was told. */
    final List<String> accessLines = new ArrayList<>();
    final Office office;

    SimProxy(SimWorld world) {
        this.world = world;
        var registry = new Registry(List.of(new SimProtocol(world.net()), new Passing()));
        var facilities = new Facilities(List.<Loop>copyOf(world.loops()), world.buffers(), world.blocking(),
                world.blocking(),
                JSON,
                world.clock(), world.random(), Duration.ofSeconds(1), totals, new Lines());
        var resolver = new Resolver(world.blocking(),
                name -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.1")});
        office = new Office(registry, new Plumbing(registry, facilities, resolver), facilities);
    }

    /** Wants every line. */
    private final class Lines implements AccessLog {
        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void add(String line) {
            accessLines.add(line);
        }
    }

    static Json json(String text) {
        return JSON.read(text.replace('\'', '"'));
    }

    /** Changes the configuration; fails the test if it is refused. */
    void change(Consumer<Edit> work) {
        var problems = tryChange(work);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    /** {@return what was wrong with a change} */
    List<Problem> tryChange(Consumer<Edit> work) {
        var result = new ArrayList<Result>();
        office.submit(work, result::add);
        world.runUntil(() -> !result.isEmpty(), Duration.ofMinutes(1));
        return result.getFirst() instanceof Result.Refused(var problems) ? problems : List.of();
    }

    void add(ObjectKind kind, String text) {
        change(edit -> edit.add(kind, json(text)));
    }

    /** {@return all listed sessions} */
    List<Json.Obj> sessions() {
        var result = new ArrayList<List<Json.Obj>>();
        office.hall().sessions().dump(result::add);
        world.runUntil(() -> !result.isEmpty(), Duration.ofMinutes(1));
        return result.getFirst();
    }

    /** {@return the kinds of a session's events, in their order} */
    static List<String> events(Json.Obj session) {
        var events = (Json.Arr) session.get("events").orElseThrow();
        return events.items().stream().map(event -> text((Json.Obj) event, "event")).toList();
    }

    static String text(Json.Obj object, String member) {
        return ((Json.Text) object.get(member).orElseThrow()).value();
    }
}
