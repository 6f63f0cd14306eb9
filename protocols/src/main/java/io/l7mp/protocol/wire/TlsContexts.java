package io.l7mp.protocol.wire;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * A listener's newest certificates. The files are looked at when a connection comes, off its loop and at most once a second; what
 * cannot be used is counted and the old ones stay. Any thread.
 */
final class TlsContexts {
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** Times to look that have always come, and never come. */
    private static final long NOW = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    /** How long, in seconds, a peer may come back without showing its certificate again. */
    private static final long RESUMPTION = 3600;

    static {
        // A peer that asks again and again lets us work for it (RFC 5746 does not end that). The runtime has only this switch.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final TlsSpec spec;
    private final ListenerEnv env;
    private final List<String> protocols;
    private final AtomicLong nextLook = new AtomicLong(NOW);
    private volatile SslContext newest;

    /** Only by the one who looks. */
    private volatile List<Object> seen;

    /**
     * Reads the files. Any thread, so it does not ask a loop for its time.
     *
     * @param protocols those inside TLS, as a client may ask for them; empty for no say
     * @throws ConfigException if they cannot be used
     */
    TlsContexts(TlsSpec spec, ListenerEnv env, List<String> protocols) {
        this.spec = spec;
        this.env = env;
        this.protocols = protocols;
        this.seen = TlsFiles.stamp(spec);
        this.newest = made();
    }

    /**
     * Finds out what to use for a connection.
     *
     * @param loop the connection's
     * @param to gets it, on the loop; at once unless it is time to look
     */
    void newest(Loop loop, Consumer<SslContext> to) {
        long now = loop.nanos();
        long due = nextLook.get();
        if (now < due || !nextLook.compareAndSet(due, NEVER)) {
            to.accept(newest);
            return;
        }
        env.blocking().execute(() -> {
            try {
                look();
            } finally {
                loop.execute(() -> {
                    nextLook.set(loop.nanos() + LOOK_NANOS);
                    to.accept(newest);
                });
            }
        });
    }

    private void look() {
        var stamp = TlsFiles.stamp(spec);
        if (!stamp.equals(seen)) {
            seen = stamp;
            try {
                newest = made();
            } catch (ConfigException unusable) {
                env.refused("tls_reload");
            }
        }
    }

    private SslContext made() {
        var files = TlsFiles.read(spec);
        try {
            var builder = SslContextBuilder.forServer(files.key(), files.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .sessionTimeout(RESUMPTION)
                    .clientAuth(clientAuth());
            if (spec.asksPeers()) {
                builder.trustManager(files.authorities());
            }
            if (!protocols.isEmpty()) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT,
                        protocols));
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new ConfigException("tls.certificate", spec.certificate(),
                    "a certificate chain that TLS can use");
        }
    }

    private ClientAuth clientAuth() {
        if (!spec.asksPeers()) {
            return ClientAuth.NONE;
        }
        return spec.requiresPeers() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    }
}
