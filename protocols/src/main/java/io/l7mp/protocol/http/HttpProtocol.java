package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.StreamBinding;
import io.l7mp.protocol.wire.TlsDoor;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Completion;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.List;

/** HTTP/1.1, for listeners. Stateless; any thread. */
public final class HttpProtocol implements InboundProtocol<HttpListenerSpec> {
    @Override
    public String name() {
        return "HTTP";
    }

    @Override
    public Class<HttpListenerSpec> listenerSpec() {
        return HttpListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(HttpListenerSpec spec) {
        return Traits.BYTES;
    }

    @Override
    public Duration idleTimeout(HttpListenerSpec spec) {
        return Duration.ofMinutes(5);
    }

    @Override
    public void check(HttpListenerSpec spec, ListenerEnv env) {
        TlsDoor.check(spec.tls(), env);
    }

    @Override
    public void bind(HttpListenerSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        StreamBinding.bind(spec.address(), spec.port(), env,
                TlsDoor.before(spec.tls(), env, List.of("http/1.1"), new HttpSite(spec, acceptor, env)),
                done);
    }
}
