package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Endpoint;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.net.InetSocketAddress;

/** The contract, over IPv4 and the loopback interface. A broken session is told with a close frame, so it ends in order for the peer. */
class WebSocketProtocolTest extends ProtocolContract {
    private static final WebSocketClusterSpec.Bind ANYWHERE = new WebSocketClusterSpec.Bind("");

    private final WebSocketProtocol webSocket = new WebSocketProtocol();

    @Override
    protected Fixture fixture() {
        return Fixture.on(LiveLoops.all())
                .withListener(webSocket, new WebSocketListenerSpec(0, "", "", 1 << 20, 0))
                .withCluster(webSocket, at -> new WebSocketClusterSpec(0, ANYWHERE, "/", false, 1 << 20, 0))
                .withEndpoint(at -> new Endpoint("there", "127.0.0.1", ((InetSocketAddress) at).getPort(), 1))
                .withText()
                .withoutReset()
                .withBadSpec("port", () -> new WebSocketListenerSpec(65_536, "", "", 1, 0))
                .withBadSpec("max_message", () -> new WebSocketClusterSpec(0, ANYWHERE, "/", false, 0, 0))
                .withBadSpec("ping_interval", () -> new WebSocketListenerSpec(0, "", "", 1, -1))
                .withBadSpec("address", () -> new WebSocketClusterSpec.Bind("here"));
    }
}
