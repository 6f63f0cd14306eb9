package io.l7mp.protocol.udp;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Endpoint;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.net.InetSocketAddress;

/** The contract once more, over IPv6 and with all settings that a cluster has. */
class UdpOverIpv6Test extends ProtocolContract {
    private final UdpProtocol udp = new UdpProtocol();

    @Override
    protected Fixture fixture() {
        var spec = new UdpListenerSpec(0, "::1", new UdpListenerSpec.Connect("::1", 0),
                new UdpListenerSpec.Options("server", 256, 1 << 20));
        return Fixture.on(LiveLoops.all())
                .withListener(udp, spec)
                .withCluster(udp, at -> new UdpClusterSpec(((InetSocketAddress) at).getPort(),
                        new UdpClusterSpec.Bind("::1", 0)))
                .withEndpoint(_ -> new Endpoint("there", "[::1]", 0, 1))
                .withSilentConnect()
                .withoutEnd()
                .withoutReset()
                .withSessions(200);
    }
}
