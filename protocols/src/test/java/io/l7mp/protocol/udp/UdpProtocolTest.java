package io.l7mp.protocol.udp;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Endpoint;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.net.InetSocketAddress;

/** The contract, over IPv4 and the loopback interface. */
class UdpProtocolTest extends ProtocolContract {
    private final UdpProtocol udp = new UdpProtocol();

    @Override
    protected Fixture fixture() {
        var any = new UdpListenerSpec.Connect("", 0);
        var options = new UdpListenerSpec.Options("", 256, 1 << 20);
        return Fixture.on(LiveLoops.all())
                .withListener(udp, new UdpListenerSpec(0, "", any, options))
                .withCluster(udp, at -> new UdpClusterSpec(0, new UdpClusterSpec.Bind("", 0)))
                .withEndpoint(at -> new Endpoint("there", "127.0.0.1", ((InetSocketAddress) at).getPort(), 1))
                .withSilentConnect()
                .withoutEnd()
                .withoutReset()
                .withBadSpec("port", () -> new UdpListenerSpec(65_536, "", any, options))
                .withBadSpec("", () -> new UdpListenerSpec(1, "", any,
                        new UdpListenerSpec.Options("singleton", 1, 1)));
    }
}
