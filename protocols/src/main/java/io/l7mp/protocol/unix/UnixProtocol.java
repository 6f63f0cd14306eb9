package io.l7mp.protocol.unix;

import io.l7mp.protocol.wire.StreamBinding;
import io.l7mp.protocol.wire.StreamOffer;
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
import io.netty.channel.unix.DomainSocketAddress;

/** Byte streams over UNIX sockets: one session for each connection, each direction ended by itself. */
public final class UnixProtocol
        implements
            InboundProtocol<UnixListenerSpec>,
            OutboundProtocol<UnixClusterSpec> {
    @Override
    public String name() {
        return "UnixDomainSocket";
    }

    @Override
    public Class<UnixListenerSpec> listenerSpec() {
        return UnixListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(UnixListenerSpec spec) {
        return Traits.BYTES;
    }

    @Override
    public void bind(UnixListenerSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        var metadata = Metadata.of(new UnixFacts(spec.filename()));
        StreamBinding.bind(new DomainSocketAddress(spec.filename()), env, (channel, loop) -> {
            var name = "UNIX:" + env.owner() + "-" + env.nextId();
            acceptor.offer(new StreamOffer(name, metadata, channel, loop, env));
        }, done);
    }

    @Override
    public Class<UnixClusterSpec> clusterSpec() {
        return UnixClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(UnixClusterSpec spec, Traits input) {
        return Traits.BYTES;
    }

    @Override
    public Connector open(UnixClusterSpec spec, ClusterEnv env) {
        return new UnixConnector(env);
    }
}
