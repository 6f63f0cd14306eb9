package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.OutputEnd;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * The end of a connection after its last answer: our direction ends first, and what the peer still says is thrown away for a
 * while, since a close with bytes unread would take the answer from it (RFC 9112, section 9.6). On the connection's loop.
 */
final class HttpGoodbye extends ChannelInboundHandlerAdapter {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** How much is thrown away for a peer that sends all of its request before it reads the answer. */
    private static final int LARGEST_REST = 8 << 20;

    private final Channel channel;
    private final Timer limit;
    private boolean isPeerDone;
    private int rest;

    private HttpGoodbye(Channel channel, Loop loop, boolean isPeerDone) {
        this.channel = channel;
        this.isPeerDone = isPeerDone;
        this.limit = loop.after(LONGEST, this::close);
    }

    /**
     * Takes over the connection.
     *
     * @param before the handler in whose place this comes
     * @param isPeerDone whether the peer has ended its direction
     */
    static void say(HttpConnection before, boolean isPeerDone) {
        var channel = before.channel();
        var goodbye = new HttpGoodbye(channel, before.loop(), isPeerDone);
        channel.pipeline().replace(before, null, goodbye);
        OutputEnd.say(channel, _ -> goodbye.sent());
    }

    private void sent() {
        if (isPeerDone) {
            close();
        } else {
            var _ = ((DuplexChannel) channel).shutdownOutput(); // if that fails, the connection is gone
            channel.read();
        }
    }

    private void close() {
        var _ = channel.close(); // heard of as inactive
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            rest += bytes.readableBytes();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (rest > LARGEST_REST) {
            close();
        } else {
            channel.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            isPeerDone = true;
            if (((DuplexChannel) channel).isOutputShutdown()) {
                close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        limit.cancel();
    }
}
