package io.l7mp.protocol.stdio;

import io.l7mp.protocol.wire.Drops;
import io.l7mp.protocol.wire.Inbox;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * One session on standard output and input. Both may block, so a virtual thread writes, one chunk at a time, and another reads, only
 * when somebody wants to hear it. The state is of the session's loop alone.
 */
final class StdioStream implements Stream {
    private static final int CHUNK = 64 << 10;
    private static final long HIGH_WATER = 256 << 10;
    private static final long LOW_WATER = 64 << 10;

    private final Loop loop;
    private final ClusterEnv env;
    private final Stdin input;
    private final OutputStream output;
    private final Inbox inbox = new Inbox(this);
    private final Drops drops = new Drops();
    private final ArrayDeque<ByteBuf> unwritten = new ArrayDeque<>();
    private final Consumer<byte[]> asker = this::answered;
    private long waiting;
    private boolean full;
    private boolean writing;
    private boolean asking;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean closing;
    private Cause end = Cause.DONE;

    StdioStream(Loop loop, ClusterEnv env, Stdin input, OutputStream output) {
        this.loop = loop;
        this.env = env;
        this.input = input;
        this.output = output;
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
        inbox.attach(receiver);
        ask();
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        inbox.unread(rest, flags);
    }

    @Override
    public void pause() {
        inbox.pause();
    }

    @Override
    public void resume() {
        inbox.resume();
        ask();
    }

    private void ask() {
        if (!inbox.isPaused() && !asking && !inputEnded && !closing) {
            asking = true;
            input.ask(env.blocking(), asker);
        }
    }

    private void answered(byte[] chunk) {
        loop.execute(() -> heard(chunk));
    }

    private void heard(byte[] chunk) {
        asking = false;
        if (closing) {
            input.giveBack(env.blocking(), chunk);
        } else if (chunk.length == 0) {
            inputEnded = true;
            inbox.finished(Metadata.EMPTY);
            endIfBothDid();
        } else {
            inbox.payload(env.buffers().buffer(chunk.length).writeBytes(chunk), 0);
            inbox.turnEnd();
            ask();
        }
    }

    @Override
    public boolean writable() {
        return closing || !full;
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        if (closing || outputEnded) {
            drops.add(Drop.LOST, payload.readableBytes());
            payload.release();
            return;
        }
        waiting += payload.readableBytes();
        full |= waiting > HIGH_WATER;
        unwritten.add(payload);
    }

    @Override
    public void flush() {
        if (!writing && !unwritten.isEmpty()) {
            writing = true;
            var chunk = chunk();
            env.blocking().execute(() -> put(chunk));
        }
    }

    /** {@return as much of what waits as one write takes} */
    private byte[] chunk() {
        var chunk = new byte[(int) Math.min(CHUNK, waiting)];
        for (int at = 0; at < chunk.length;) {
            var next = unwritten.element();
            var part = Math.min(next.readableBytes(), chunk.length - at);
            next.readBytes(chunk, at, part);
            at += part;
            if (!next.isReadable()) {
                unwritten.remove().release();
            }
        }
        return chunk;
    }

    /** On a virtual thread. */
    private void put(byte[] chunk) {
        try {
            output.write(chunk);
            output.flush();
            loop.execute(() -> written(chunk.length));
        } catch (IOException refused) {
            var cause = Cause.of(Kind.RESET, "write " + refused.getMessage());
            loop.execute(() -> {
                drops.add(Drop.LOST, chunk.length);
                waiting -= chunk.length;
                writing = false;
                close(cause);
            });
        }
    }

    private void written(int count) {
        writing = false;
        waiting -= count;
        if (full && waiting <= LOW_WATER) {
            full = false;
            inbox.writable();
        }
        flush();
        if (closing && !writing) {
            inbox.closed(end);
        }
        endIfBothDid();
    }

    private void endIfBothDid() {
        if (inputEnded && outputEnded && !writing) {
            closing = true;
            inbox.closed(Cause.DONE);
        }
    }

    @Override
    public void answer(Metadata head) {
        // A byte stream has no head.
    }

    @Override
    public void finish(Metadata trailers) {
        outputEnded = true; // the output itself stays open, for others
        flush();
        endIfBothDid();
    }

    @Override
    public void close(Cause cause) {
        drops.add(Drop.LOST, inbox.discard());
        if (inbox.isOver() || (closing && cause.isOrderly())) {
            return;
        }
        closing = true;
        end = cause;
        input.leave(asker);
        flush();
        if (!cause.isOrderly() || !writing) {
            give();
        } else {
            loop.after(env.linger(), this::give);
        }
    }

    /** Does not wait for what is not written yet. */
    private void give() {
        for (var next = unwritten.poll(); next != null; next = unwritten.poll()) {
            drops.add(Drop.LOST, next.readableBytes());
            waiting -= next.readableBytes();
            next.release();
        }
        inbox.closed(end);
    }

    @Override
    public long dropped(Drop why) {
        return drops.of(why);
    }
}
