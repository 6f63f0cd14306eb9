package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;

/**
 * A transform inside the program: what is written on one side is read on the other, at once where the reader is not paused. Written
 * to be extended: a transform overrides {@link #write} and hands on what it makes of a payload by {@link #pass}.
 *
 * <p>It stops being writable as soon as its reader is paused, so that back-pressure reaches the source before anything has to be
 * held. What comes nevertheless waits, with its borders and flags; beyond a hard limit it is dropped and counted.
 */
public class Turnaround extends InboxStream {
    private static final long HIGH_WATER = 256 << 10;
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_MESSAGES = 256;

    private final Drops drops = new Drops();
    private boolean finished;

    /**
     * Makes one, paused and without reader.
     *
     * @param loop the session's
     * @param traits what it keeps, settled
     */
    public Turnaround(Loop loop, Traits traits) {
        super(loop, traits);
    }

    @Override
    public final void resume() {
        super.resume();
        inbox.writable();
    }

    @Override
    public boolean writable() {
        return inbox.isOver() || (!inbox.isPaused() && inbox.bytes() <= HIGH_WATER);
    }

    /** Tells whoever writes that {@link #writable()} may have become true; said only if it has. */
    protected final void becameWritable() {
        inbox.writable();
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        pass(payload, flags);
    }

    /**
     * Hands a payload to the reader. // hot path
     *
     * @param payload owned by the reader from here
     * @param flags {@link Stream#TEXT} or 0
     */
    protected final void pass(ByteBuf payload, int flags) {
        if (finished) {
            drops.add(Drop.LOST, amount(payload.readableBytes()));
            payload.release();
        } else if (inbox.messages() >= MOST_MESSAGES
                || (inbox.messages() > 0 && inbox.bytes() + payload.readableBytes() > MOST_BYTES)) {
            drops.add(Drop.WRITE_FULL, amount(payload.readableBytes()));
            payload.release();
        } else {
            inbox.payload(payload, flags);
        }
    }

    @Override
    public void flush() {
        inbox.turnEndLater();
    }

    @Override
    public final void answer(Metadata head) {
        inbox.answer(head);
    }

    @Override
    public void finish(Metadata trailers) {
        if (!finished) {
            finished = true;
            inbox.finished(trailers);
            inbox.closed(Cause.DONE);
        }
    }

    @Override
    public void close(Cause cause) {
        drops.add(Drop.LOST, discard());
        finished = true;
        inbox.closed(cause);
    }

    @Override
    public final long dropped(Drop why) {
        return drops.of(why);
    }
}
