package io.l7mp.protocol.websocket;

import io.l7mp.linux.StreamFault;
import io.l7mp.linux.StreamSocket;
import io.l7mp.protocol.wire.ChannelStream;
import io.l7mp.protocol.wire.Dial;
import io.l7mp.protocol.wire.HttpIntake;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a WebSocket from a server: connects, perhaps wraps the connection in TLS, asks for the upgrade and looks at
 * the answer. What the server sends right behind its answer goes to the stream. On the session's loop.
 */
final class WebSocketDial extends ChannelInboundHandlerAdapter implements Attempt, Completion<Channel> {
    private final UpgradeTarget target;
    private final ClusterEnv env;
    private final WebSocketLimits limits;
    private final Loop loop;
    private final Completion<Connected> done;
    private final Timer limit;
    private final String key = Upgrade.key();
    private final HttpResponseDecoder decoder = new HttpResponseDecoder(HttpIntake.config());
    private @Nullable SslContext tls;
    private Attempt dial = Attempt.OVER;
    private @Nullable Channel channel;
    private @Nullable ByteBuf early;
    private @Nullable String agreed;
    private boolean isOver;

    /**
     * Prepares an attempt.
     *
     * @param time how long it may take in all
     */
    WebSocketDial(UpgradeTarget target, ClusterEnv env, WebSocketLimits limits, Loop loop, Duration time,
            Completion<Connected> done) {
        this.target = target;
        this.env = env;
        this.limits = limits;
        this.loop = loop;
        this.done = done;
        this.limit = loop.after(time, () -> fail(Kind.TIMED_OUT,
                "Promise timed out after " + time.toMillis() + " milliseconds"));
    }

    /** Begins, without TLS where there is no context. */
    void start(@Nullable SslContext context, String from, Duration time) {
        if (isOver) {
            return;
        }
        tls = context;
        dial = new Dial(loop, time, this).from(from, 0).tcp(env, target.host(), target.port());
    }

    /** The context could not be made. */
    void fail(Kind kind, String text) {
        failed(Cause.of(kind, text));
    }

    @Override
    public void failed(Cause cause) {
        if (!isOver) {
            cancel();
            done.failed(cause);
        }
    }

    @Override
    public void cancel() {
        isOver = true;
        limit.cancel();
        dial.cancel();
        if (early != null) {
            early.release();
            early = null;
        }
        if (channel != null) {
            StreamSocket.reset(channel);
        }
    }

    @Override
    public void done(Channel connected) {
        if (isOver) {
            StreamSocket.reset(connected);
            return;
        }
        channel = connected;
        connected.config().setAllocator(env.buffers());
        if (tls != null) {
            connected.pipeline().addLast(
                    tls.newHandler(env.buffers(), target.host(), target.port(), env.blocking()));
        }
        connected.pipeline().addLast(decoder, this);
        if (tls == null) {
            ask(connected);
        }
        connected.read();
    }

    private void ask(Channel connected) {
        var _ = connected.writeAndFlush(target.request(env.buffers(), key), connected.voidPromise());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent shake) {
            if (shake.isSuccess()) {
                ask(context.channel());
            } else {
                fail(Kind.REFUSED, String.valueOf(shake.cause().getMessage()));
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            fail(Kind.REFUSED, "socket hang up");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isOver) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes) {
            early = early == null
                    ? bytes
                    : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(env.buffers(), early, bytes);
        } else {
            if (message instanceof HttpResponse response && agreed == null) {
                look(response);
            }
            ReferenceCountUtil.release(message);
        }
    }

    private void look(HttpResponse response) {
        if (UpgradeAnswer.isInterim(response)) {
            return;
        }
        var answer = UpgradeAnswer.of(response, key, target.offered());
        if (answer.fault() != null) {
            failed(answer.fault());
        } else {
            agreed = answer.protocol();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (isOver) {
            return;
        }
        if (agreed == null) {
            context.channel().read();
        } else {
            hand(context.channel(), agreed);
        }
    }

    private void hand(Channel connected, String protocol) {
        isOver = true;
        limit.cancel();
        channel = null;
        connected.pipeline().remove(decoder); // gives up what it has not looked at
        connected.pipeline().remove(this);
        var transport = new ChannelStream(connected, loop, env);
        if (early != null) {
            transport.unread(early, 0);
            early = null;
        }
        var stream = new WebSocketStream(transport, true, limits, env);
        done.done(new Connected(stream, Upgrade.facts(protocol)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (thrown instanceof IOException) {
            fail(Kind.REFUSED, "read " + StreamFault.of(thrown).name());
        } else {
            fail(Kind.PROTOCOL, String.valueOf(thrown.getMessage()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(Kind.REFUSED, "socket hang up");
    }
}
