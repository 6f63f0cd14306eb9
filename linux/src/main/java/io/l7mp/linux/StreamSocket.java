package io.l7mp.linux;

import io.l7mp.spi.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;

/** How every stream socket of the program is set, whether it was accepted or connected, and how it is reset. */
public final class StreamSocket {
    private static final int KIB = 1024;

    /** Design, D11: how far a writer may run ahead of its socket, and when it may go on. */
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(64 * KIB, 256 * KIB);
    private static final ReadTurns READ_TURNS = new ReadTurns(System::nanoTime);

    private StreamSocket() {}

    /**
     * Sets the options, before the channel is registered: not reading, half-close allowed, Nagle off. A failed write does not close
     * the channel, since the peer may have said why before it left.
     *
     * @param channel TCP or UNIX
     */
    public static void prepare(Channel channel) {
        var config = channel.config();
        config.setAutoRead(false);
        config.setAutoClose(false);
        config.setWriteBufferWaterMark(WATER);
        config.setRecvByteBufAllocator(READ_TURNS);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        if (channel instanceof EpollSocketChannel tcp) {
            tcp.config().setTcpNoDelay(true);
        }
    }

    /**
     * Registers a socket.
     *
     * @param channel prepared
     * @param loop where it will live
     * @return done at once where the caller is on that loop
     */
    public static ChannelFuture register(Channel channel, Loop loop) {
        EventLoop carrier = EpollLoop.of(loop).netty();
        return carrier.register(channel);
    }

    /**
     * Closes a connection so that the peer sees it was no orderly end. On its loop; idempotent.
     *
     * @param channel TCP or UNIX; the latter has no reset, its peer sees an end
     */
    public static void reset(Channel channel) {
        if (channel instanceof EpollSocketChannel tcp && tcp.isOpen()) {
            try {
                tcp.config().setSoLinger(0);
            } catch (RuntimeException gone) {
                // Reset by the peer already.
            }
        }
        channel.unsafe().close(channel.voidPromise());
    }
}
