package io.l7mp.protocol.websocket;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.SessionFacts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Connects once for each session; sessions share the TLS context, which is made when the first of them asks. */
final class WebSocketConnector implements Connector {
    private final WebSocketClusterSpec spec;
    private final ClusterEnv env;
    private final AtomicReference<@Nullable CompletableFuture<SslContext>> context = new AtomicReference<>();

    WebSocketConnector(WebSocketClusterSpec spec, ClusterEnv env) {
        this.spec = spec;
        this.env = env;
    }

    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var target = UpgradeTarget.of(spec, endpoint, session);
        if (!target.isKnown() || target.port() == 0) {
            done.failed(
                    Cause.of(Kind.NOT_FOUND, "Invalid URL: " + target.protocol() + "://" + target.host()));
            return Attempt.OVER;
        }
        var limits = new WebSocketLimits(spec.maxMessage(), Duration.ofSeconds(spec.pingInterval()),
                env.linger());
        var dial = new WebSocketDial(target, env, limits, loop, limit, done);
        var from = spec.bind().address();
        if (target.isSecure()) {
            var _ = context().whenComplete((made, thrown) -> loop.execute(() -> {
                if (thrown == null) {
                    dial.start(made, from, limit);
                } else {
                    dial.fail(Kind.REFUSED, String.valueOf(thrown.getMessage()));
                }
            }));
        } else {
            dial.start(null, from, limit);
        }
        return dial;
    }

    /** Trust stores are files: the context is made where one may block. */
    private CompletableFuture<SslContext> context() {
        var fresh = new CompletableFuture<SslContext>();
        var first = context.compareAndExchange(null, fresh);
        if (first != null) {
            return first;
        }
        env.blocking().execute(() -> {
            try {
                fresh.complete(SslContextBuilder.forClient().build());
            } catch (SSLException | RuntimeException broken) {
                fresh.completeExceptionally(broken);
            }
        });
        return fresh;
    }

    @Override
    public void close() {
        // The context needs no closing, and sessions have their own connections.
    }
}
