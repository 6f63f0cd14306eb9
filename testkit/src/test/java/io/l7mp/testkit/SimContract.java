package io.l7mp.testkit;

import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.OutboundProtocol;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Fixtures of simulated protocols, sound or broken. */
final class SimContract {
    private SimContract() {}

    static <P extends InboundProtocol<SimSpec> & OutboundProtocol<SimSpec>> Fixture fixture(SimWorld world,
            P protocol,
            SimSpec spec) {
        var fixture = Fixture.in(world)
                .withListener(protocol, spec)
                .withListenerAt(protocol, at -> spec.at(port(at)))
                .withCluster(protocol, at -> spec.at(port(at)))
                .withBadSpec("port", () -> new SimSpec(70_000, "bytes", true, true, 1))
                .withBadSpec("kind", () -> new SimSpec(1, "smoke", true, true, 1));
        return spec.kind().equals("bytes") ? fixture : fixture.withText();
    }

    private static int port(SocketAddress at) {
        return ((InetSocketAddress) at).getPort();
    }
}
