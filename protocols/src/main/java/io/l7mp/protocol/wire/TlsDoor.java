package io.l7mp.protocol.wire;

import io.l7mp.linux.StreamSocket;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Encrypts the connections of a listener: a protocol sees one when its handshake is done, and none that failed it. What costs much
 * time in a handshake runs off the loop; how many may be under way is bounded. Any thread.
 */
public final class TlsDoor implements StreamBinding.Accepted {
    private static final int MOST_SHAKING = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TlsSpec spec;
    private final ListenerEnv env;
    private final TlsContexts contexts;
    private final StreamBinding.Accepted inside;
    private final AtomicInteger shaking = new AtomicInteger();

    private TlsDoor(TlsSpec spec, ListenerEnv env, TlsContexts contexts, StreamBinding.Accepted inside) {
        this.spec = spec;
        this.env = env;
        this.contexts = contexts;
        this.inside = inside;
    }

    /**
     * Looks whether TLS can be had, where it is wanted. Reads files.
     *
     * @param spec the listener's
     * @param env of the listener
     * @throws ConfigException if a file cannot be used
     */
    public static void check(TlsSpec spec, ListenerEnv env) {
        if (spec.isOn()) {
            var _ = new TlsContexts(spec, env, List.of());
        }
    }

    /**
     * Puts TLS before a protocol, where that is wanted. Reads files.
     *
     * @param spec the listener's
     * @param env of the listener
     * @param protocols those inside TLS, as a client may ask for them; empty for no say
     * @param inside gets the connections, with TLS in their pipelines
     * @return what to bind
     * @throws ConfigException if a file cannot be used
     */
    public static StreamBinding.Accepted before(TlsSpec spec, ListenerEnv env, List<String> protocols,
            StreamBinding.Accepted inside) {
        return spec.isOn() ? new TlsDoor(spec, env, new TlsContexts(spec, env, protocols), inside) : inside;
    }

    @Override
    public void accepted(Channel channel, Loop loop) {
        if (shaking.incrementAndGet() > MOST_SHAKING) {
            shaking.decrementAndGet();
            env.refused("tls_busy");
            StreamSocket.reset(channel);
        } else {
            contexts.newest(loop, context -> shake(channel, loop, context));
        }
    }

    private void shake(Channel channel, Loop loop, SslContext context) {
        if (!channel.isActive() || ((DuplexChannel) channel).isInputShutdown()) { // while the files were looked at
            shaking.decrementAndGet();
            env.refused("tls_handshake");
            StreamSocket.reset(channel);
            return;
        }
        channel.config().setAllocator(env.buffers());
        var tls = context.newHandler(env.buffers(), env.blocking());
        tls.setHandshakeTimeoutMillis(LIMIT.toMillis());
        channel.pipeline().addLast(new Outside(), tls, new TlsEdge(tls, isGood -> {
            shaking.decrementAndGet();
            if (isGood) {
                TlsFacts.keep(channel, tls.engine().getSession(), spec.asksPeers());
                inside.accepted(channel, loop);
            } else {
                env.refused("tls_handshake");
            }
        }));
        channel.read();
    }

    @Override
    public void stopped() {
        inside.stopped();
    }

    /** Tells of writes that fail, which those who wrote the plain text do not hear of otherwise. */
    private static final class Outside extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) { // hot path
            if (!promise.isVoid()) {
                promise.addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
            var _ = context.write(message, promise); // its failure is told by the promise
        }
    }
}
