package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Protocol;
import io.l7mp.spi.Traits;
import io.l7mp.spi.Transports;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Version 1 of JSONSocket, for listeners and clusters: two headers, then the plain transport. Stateless; any thread. */
public final class JsonSocketProtocol
        implements
            InboundProtocol<JsonSocketListenerSpec>,
            OutboundProtocol<JsonSocketClusterSpec> {
    private final @Nullable Transports transports;

    /** Makes one that has to be told of the others before it can be used. */
    public JsonSocketProtocol() {
        this(null);
    }

    private JsonSocketProtocol(@Nullable Transports transports) {
        this.transports = transports;
    }

    @Override
    public String name() {
        return "JSONSocket";
    }

    @Override
    public Protocol riding(Transports others) {
        return new JsonSocketProtocol(others);
    }

    private Transports transports() {
        return Objects.requireNonNull(transports, "transports");
    }

    @Override
    public Class<JsonSocketListenerSpec> listenerSpec() {
        return JsonSocketListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(JsonSocketListenerSpec spec) {
        return transports().listenerTraits(spec.transport());
    }

    @Override
    public Duration idleTimeout(JsonSocketListenerSpec spec) {
        return transports().idleTimeout(spec.transport());
    }

    @Override
    public boolean sharesAddress(JsonSocketListenerSpec spec) {
        return transports().sharesAddress(spec.transport());
    }

    @Override
    public void check(JsonSocketListenerSpec spec, ListenerEnv env) {
        env.check(spec.transport());
    }

    /** The transport's binding is ours: who has not sent a header yet hangs on it like everybody else. */
    @Override
    public void bind(JsonSocketListenerSpec spec, Acceptor acceptor, ListenerEnv env,
            Completion<Binding> done) {
        var site = new JsonSocketSite(spec, acceptor, env);
        env.bind(spec.transport(), peer -> JsonSocketOffer.start(site, peer), done);
    }

    @Override
    public Class<JsonSocketClusterSpec> clusterSpec() {
        return JsonSocketClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(JsonSocketClusterSpec spec, Traits input) {
        return transports().clusterTraits(spec.transport(), input);
    }

    @Override
    public Connector open(JsonSocketClusterSpec spec, ClusterEnv env) {
        return new JsonSocketConnector(RequestRecipe.of(spec.header()), Duration.ofMillis(spec.repeat()), env,
                env.connector(spec.transport()));
    }
}
