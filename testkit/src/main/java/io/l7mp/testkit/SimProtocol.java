package io.l7mp.testkit;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;

/** The protocol {@code Sim}: what TCP, WebSocket or UDP are to the kernel, over the network of a {@link SimWorld}. */
public final class SimProtocol implements InboundProtocol<SimSpec>, OutboundProtocol<SimSpec> {
    private final SimNet net;

    /** Speaks on that network. */
    public SimProtocol(SimNet net) {
        this.net = net;
    }

    @Override
    public String name() {
        return "Sim";
    }

    @Override
    public Class<SimSpec> listenerSpec() {
        return SimSpec.class;
    }

    @Override
    public Traits listenerTraits(SimSpec spec) {
        return spec.traits();
    }

    @Override
    public void bind(SimSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        net.world().blocking().execute(() -> {
            if (spec.port() != 0 && net.taken(spec.port())) {
                done.failed(
                        Cause.of(Kind.REFUSED, "listen EADDRINUSE: address already in use " + spec.port()));
                return;
            }
            int port = spec.port() == 0 ? net.freePort() : spec.port();
            var binding = new SimBinding(net, spec.at(port), acceptor, env);
            net.put(SimNet.key(SimNet.ANY, port), binding);
            done.done(binding);
        });
    }

    @Override
    public Class<SimSpec> clusterSpec() {
        return SimSpec.class;
    }

    @Override
    public Traits clusterTraits(SimSpec spec, Traits input) {
        return spec.traits();
    }

    @Override
    public Connector open(SimSpec spec, ClusterEnv env) {
        return new SimConnector(net, spec, env);
    }
}
