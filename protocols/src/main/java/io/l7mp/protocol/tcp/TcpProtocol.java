package io.l7mp.protocol.tcp;

import io.l7mp.protocol.wire.StreamBinding;
import io.l7mp.protocol.wire.StreamOffer;
import io.l7mp.protocol.wire.TcpFacts;
import io.l7mp.protocol.wire.TlsDoor;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.util.List;

/** Byte streams over TCP: one session for each connection, each direction ended by itself. */
public final class TcpProtocol
        implements
            InboundProtocol<TcpListenerSpec>,
            OutboundProtocol<TcpClusterSpec> {
    @Override
    public String name() {
        return "TCP";
    }

    @Override
    public Class<TcpListenerSpec> listenerSpec() {
        return TcpListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(TcpListenerSpec spec) {
        return Traits.BYTES;
    }

    @Override
    public void check(TcpListenerSpec spec, ListenerEnv env) {
        TlsDoor.check(spec.tls(), env);
    }

    @Override
    public void bind(TcpListenerSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        StreamBinding.Accepted accepted = (channel, loop) -> {
            var facts = TcpFacts.of(channel);
            acceptor.offer(new StreamOffer("TCP:" + facts, Metadata.of(facts), channel, loop, env));
        };
        StreamBinding.bind(spec.address(), spec.port(), env,
                TlsDoor.before(spec.tls(), env, List.of(), accepted), done);
    }

    @Override
    public Class<TcpClusterSpec> clusterSpec() {
        return TcpClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(TcpClusterSpec spec, Traits input) {
        return Traits.BYTES;
    }

    @Override
    public Connector open(TcpClusterSpec spec, ClusterEnv env) {
        return new TcpConnector(spec, env);
    }
}
