package io.l7mp.protocol.jsonsocket;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, over each kind of transport: simulated ones, and real ones on the loopback interface. */
class JsonSocketProtocolTest extends ProtocolContract {
    private static Fixture over(Ride<?, ?> ride, Fixture fixture) {
        ride.furnish(fixture.env());
        var protocol = ride.rider();
        return fixture.withListener(protocol, Ride.listenerSpec())
                .withCluster(protocol,
                        at -> Ride.clusterSpec(Json.obj("set", Json.obj("key", "k", "value", 1))));
    }

    private static Fixture simulated(Function<Integer, SimSpec> kind) {
        var world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 3);
        return over(Ride.sim(world.net(), kind.apply(7)), Fixture.in(world));
    }

    private static Fixture live() {
        return Fixture.on(LiveLoops.all()).withSessions(200);
    }

    private static Endpoint local(SocketAddress at) {
        return new Endpoint("there", "127.0.0.1", ((InetSocketAddress) at).getPort(), 1);
    }

    @Override
    protected Fixture fixture() {
        return over(Ride.tcp(0), live()).withEndpoint(JsonSocketProtocolTest::local)
                .withBadSpec("", () -> new JsonSocketListenerSpec(Json.EMPTY, 1, 1))
                .withBadSpec("header_timeout", () -> new JsonSocketListenerSpec(Ride.SPEC, 0, 1))
                .withBadSpec("max_waiting", () -> new JsonSocketListenerSpec(Ride.SPEC, 1, 0))
                .withBadSpec("repeat", () -> new JsonSocketClusterSpec(Ride.SPEC, List.of(), 9));
    }

    @Nested
    class OverSimulatedBytes extends ProtocolContract {
        @Override
        protected Fixture fixture() {
            return simulated(SimSpec::bytes);
        }
    }

    @Nested
    class OverSimulatedMessages extends ProtocolContract {
        @Override
        protected Fixture fixture() {
            return simulated(SimSpec::messages).withText();
        }
    }

    @Nested
    class OverSimulatedDatagrams extends ProtocolContract {
        @Override
        protected Fixture fixture() {
            return simulated(SimSpec::datagrams).withText();
        }
    }

    @Nested
    class OverUdp extends ProtocolContract {
        @Override
        protected Fixture fixture() {
            return over(Ride.udp(0), live()).withEndpoint(JsonSocketProtocolTest::local)
                    .withoutEnd().withoutReset().withoutLeaving();
        }
    }

    @Nested
    class OverWebSocket extends ProtocolContract {
        @Override
        protected Fixture fixture() {
            return over(Ride.webSocket(0), live())
                    .withEndpoint(JsonSocketProtocolTest::local).withText().withoutReset();
        }
    }

    @Nested
    class OverUnix extends ProtocolContract {
        @TempDir
        private Path folder;

        @Override
        protected Fixture fixture() {
            var file = folder.resolve("s").toString();
            return over(Ride.unix(file), live())
                    .withEndpoint(at -> new Endpoint("there", file, 0, 1)).withoutReset().withoutLeaving();
        }
    }
}
