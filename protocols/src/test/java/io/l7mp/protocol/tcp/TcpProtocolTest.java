package io.l7mp.protocol.tcp;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Endpoint;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.net.InetSocketAddress;

/** The contract, over IPv4 and the loopback interface. */
class TcpProtocolTest extends ProtocolContract {
    private final TcpProtocol tcp = new TcpProtocol();

    @Override
    protected Fixture fixture() {
        return Fixture.on(LiveLoops.all())
                .withListener(tcp, new TcpListenerSpec(0, ""))
                .withCluster(tcp, at -> new TcpClusterSpec(0, new TcpClusterSpec.Bind("", 0)))
                .withEndpoint(at -> new Endpoint("there", "127.0.0.1", ((InetSocketAddress) at).getPort(), 1))
                .withBadSpec("port", () -> new TcpListenerSpec(65_536, ""));
    }
}
