package io.l7mp.protocol.wire;

import io.l7mp.linux.StreamFault;
import io.l7mp.linux.StreamSocket;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Env;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A byte stream over a TCP or UNIX connection.
 *
 * <p>While it is paused the bytes stay in the kernel, and so does the end behind them; only what Netty reads in spite of it, when the
 * connection breaks, waits here, and beyond {@link #MOST_HELD} is lost and counted. What the peer sent before it reset the connection is delivered before that is
 * told. Everything on the connection's loop.
 */
public final class ChannelStream extends ChannelInboundHandlerAdapter implements Stream {
    private static final long MOST_HELD = 1 << 20;

    /** How Netty names the system calls that read, {@code recvAddress} and {@code recvFrom}, in the text of an exception. */
    private static final String NETTYS_READ = "recv";

    private final Channel channel;
    private final Loop loop;
    private final Duration linger;
    private final Inbox inbox = new Inbox(this);
    private final Drops drops = new Drops();

    /** Bytes that the kernel had not taken when it was looked at last. */
    private long unsent;

    private boolean inputEnded;
    private boolean outputEnded;
    private boolean closing;

    /** The peer takes nothing any more, in order, before we have said our last word. */
    private boolean deaf;

    /** A write failed; what the peer still says is read before this is told. */
    private @Nullable Cause broken;

    private @Nullable Runnable peerLeft;

    /**
     * Takes a connection. The last handler of its pipeline becomes this.
     *
     * @param channel registered on the loop, and set up by {@link StreamSocket#prepare}
     * @param loop the channel's loop
     * @param env says where buffers come from, and how long an orderly close may take
     */
    public ChannelStream(Channel channel, Loop loop, Env env) {
        this.channel = channel;
        this.loop = loop;
        this.linger = env.linger();
        channel.config().setAllocator(env.buffers());
        channel.pipeline().addLast(this);
    }

    /** {@return the connection} */
    public Channel channel() {
        return channel;
    }

    /**
     * Asks to be told when the connection breaks before a receiver is attached.
     *
     * @param gone runs once, on the loop, in a later turn
     */
    public void onGone(Runnable gone) {
        peerLeft = gone;
        if (inbox.isOver()) {
            loop.execute(this::gone);
        }
    }

    private void gone() {
        var gone = peerLeft;
        peerLeft = null;
        if (gone != null) {
            drops.add(Drop.LOST, inbox.discard());
            gone.run();
        }
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Traits traits() {
        return Traits.BYTES;
    }

    @Override
    public void attach(Receiver receiver) {
        peerLeft = null;
        inbox.attach(receiver);
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        inbox.unread(rest, flags);
    }

    @Override
    public void pause() {
        inbox.pause();
        if (!closing) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resume() {
        inbox.resume();
        if (!closing) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public boolean writable() {
        return outputEnded || closing || deaf || channel.isWritable();
    }

    @Override
    public void write(ByteBuf payload, int flags) { // hot path
        if (outputEnded || closing || deaf) {
            drops.add(Drop.LOST, payload.readableBytes());
            payload.release();
            return;
        }
        unsent += payload.readableBytes();
        var _ = channel.write(payload, channel.voidPromise()); // a failure comes to exceptionCaught
    }

    @Override
    public void flush() {
        channel.flush();
        look();
    }

    /** Remembers how much the kernel did not take; once a write failed it cannot be asked any more. */
    private void look() {
        var buffer = channel.unsafe().outboundBuffer();
        if (buffer != null && buffer.totalPendingWriteBytes() == 0) {
            unsent = 0;
        } else if (buffer != null) {
            unsent = Math.min(unsent, buffer.totalPendingWriteBytes());
        }
    }

    @Override
    public void answer(Metadata head) {
        // A byte stream has no head.
    }

    @Override
    public void finish(Metadata trailers) {
        if (outputEnded || closing) {
            return;
        }
        outputEnded = true;
        OutputEnd.say(channel, isHeard -> {
            if (isHeard && channel.isActive()) {
                var _ = ((DuplexChannel) channel).shutdownOutput().addListener(_ -> {
                    unsent = 0;
                    endIfBothDid();
                });
            }
        });
    }

    /** In a later turn, so that the peer's last words reach the inbox first. */
    private void endIfBothDid() {
        if (inputEnded && outputEnded && !closing && ((DuplexChannel) channel).isOutputShutdown()) {
            end(Cause.DONE);
        }
    }

    private void end(Cause cause) {
        closing = true;
        inbox.closed(cause);
        if (inbox.isOver() && peerLeft != null) {
            loop.execute(this::gone);
        }
        if (cause.isOrderly()) {
            channel.unsafe().close(channel.voidPromise());
        } else {
            look();
            drops.add(Drop.LOST, unsent);
            unsent = 0;
            StreamSocket.reset(channel);
        }
    }

    @Override
    public void close(Cause cause) {
        drops.add(Drop.LOST, inbox.discard());
        if (closing) {
            return;
        }
        if (!cause.isOrderly() || !channel.isActive()) {
            end(cause);
            return;
        }
        closing = true;
        channel.config().setAutoRead(true); // an unread byte in the kernel would make a reset of the close
        var tooLong = loop.after(linger, () -> end(cause));
        OutputEnd.say(channel, _ -> loop.execute(() -> {
            tooLong.cancel();
            finallyClose(cause);
        }));
    }

    private void finallyClose(Cause cause) {
        if (!inbox.isOver()) {
            unsent = 0;
            end(cause);
        }
    }

    @Override
    public long dropped(Drop why) {
        return drops.of(why);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) { // hot path
        var payload = (ByteBuf) message;
        if (closing) {
            payload.release();
        } else if (inbox.bytes() > MOST_HELD) {
            drops.add(Drop.LOST, payload.readableBytes());
            payload.release();
        } else {
            inbox.payload(payload, 0);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) { // hot path
        inbox.turnEnd();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            look();
            inbox.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE
                || event == ChannelInputShutdownReadComplete.INSTANCE) {
            inputEnded();
        } else if (event instanceof OutputEnd.Deaf) {
            deaf = true;
            inbox.writable();
        }
    }

    private void inputEnded() {
        if (inputEnded || closing) {
            return;
        }
        inputEnded = true;
        if (broken != null) {
            end(broken);
        } else {
            inbox.finished(Metadata.EMPTY);
            endIfBothDid();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            end(broken != null ? broken : Cause.of(Kind.RESET, "read ECONNRESET"));
        } else if (!inbox.isOver()) {
            end(Cause.DONE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (closing) {
            return;
        }
        if (thrown instanceof TlsFault tls) {
            end(broken != null ? broken : tls.fault());
            return;
        }
        if (!(thrown instanceof IOException)) {
            end(Cause.of(Kind.BUG, thrown.toString()));
            return;
        }
        var reading = String.valueOf(thrown.getMessage()).startsWith(NETTYS_READ);
        var fault = StreamFault.of(thrown).name();
        var cause = Cause.of(fault.equals("ETIMEDOUT") ? Kind.TIMED_OUT : Kind.RESET,
                (reading ? "read " : "write ") + fault);
        if (reading || inputEnded) {
            end(broken != null ? broken : cause);
        } else if (broken == null) {
            breaks(cause);
        }
    }

    /** The peer takes nothing any more, but may have said why before it left. */
    private void breaks(Cause cause) {
        broken = cause;
        outputEnded = true;
        drops.add(Drop.LOST, unsent);
        unsent = 0;
        channel.config().setAutoRead(true);
        inbox.writable(); // whoever waits to write may go on, to nobody
        loop.after(linger, () -> {
            if (!closing) {
                end(cause);
            }
        });
    }
}
