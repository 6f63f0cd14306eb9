package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.StreamBinding;
import io.l7mp.protocol.wire.TlsDoor;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.util.List;

/** WebSocket, for listeners and clusters. Stateless; any thread. */
public final class WebSocketProtocol
        implements
            InboundProtocol<WebSocketListenerSpec>,
            OutboundProtocol<WebSocketClusterSpec> {
    @Override
    public String name() {
        return "WebSocket";
    }

    @Override
    public Class<WebSocketListenerSpec> listenerSpec() {
        return WebSocketListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(WebSocketListenerSpec spec) {
        return WebSocketStream.TRAITS;
    }

    @Override
    public void check(WebSocketListenerSpec spec, ListenerEnv env) {
        TlsDoor.check(spec.tls(), env);
    }

    @Override
    public void bind(WebSocketListenerSpec spec, Acceptor acceptor, ListenerEnv env,
            Completion<Binding> done) {
        var site = new WebSocketSite(spec, acceptor, env);
        StreamBinding.Accepted accepted = (channel, loop) -> WebSocketOffer.start(site, channel, loop);
        StreamBinding.bind(spec.address(), spec.port(), env,
                TlsDoor.before(spec.tls(), env, List.of("http/1.1"), accepted), done);
    }

    @Override
    public Class<WebSocketClusterSpec> clusterSpec() {
        return WebSocketClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(WebSocketClusterSpec spec, Traits input) {
        return WebSocketStream.TRAITS;
    }

    @Override
    public Connector open(WebSocketClusterSpec spec, ClusterEnv env) {
        return new WebSocketConnector(spec, env);
    }
}
