package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream under test with its receiver: keeps what comes and watches every rule of the contract while it does, whatever the test
 * is about. Test threads ask, the stream's loop acts.
 */
public final class StreamEnd implements End {
    private volatile Stream stream;
    private final ByteBufAllocator buffers;
    private final Rules rules;
    private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> flags = new ConcurrentLinkedQueue<>();
    private final LentBuffers lent = new LentBuffers();
    private final AtomicInteger pending = new AtomicInteger();
    private byte[] newest = {};
    private final AtomicLong receivedBytes = new AtomicLong();
    private final AtomicLong writtenBytes = new AtomicLong();
    private final AtomicInteger writableTold = new AtomicInteger();
    private volatile @Nullable Metadata finished;
    private volatile @Nullable Cause closed;
    private volatile Consumer<StreamEnd> onPayload = end -> {};

    private volatile Consumer<StreamEnd> onFinished = end -> {};

    StreamEnd(Stream stream, ByteBufAllocator buffers) {
        this.stream = stream;
        this.buffers = buffers;
        this.rules = new Rules(stream.loop());
    }

    /** Attaches a receiver and reads. */
    StreamEnd attach() {
        act("attach", () -> stream.attach(new Ear()));
        readOn();
        return this;
    }

    /** Attaches a new receiver, and leaves reading as it is. */
    void attachAnother() {
        act("attach", () -> stream.attach(new Ear()));
    }

    /** Attaches a receiver that must never hear of anything. */
    void attachDeaf() {
        act("attach", () -> stream.attach(new Ear() {
            @Override
            void enter(String what) {
                rules.broken(what + " went to a receiver that had been replaced");
            }
        }));
    }

    /** Does something with the stream on its loop; any violation inside is kept. */
    void act(String what, Runnable call) {
        pending.incrementAndGet();
        stream.loop().execute(() -> {
            rules.call(what, call);
            pending.decrementAndGet();
        });
    }

    /** Does something at once, from inside a callback. */
    void now(String what, Runnable call) {
        rules.call(what, call);
    }

    /** Acts upon each payload, from inside the callback. */
    void onPayload(Consumer<StreamEnd> action) {
        onPayload = action;
    }

    /** Acts upon the end of the other direction. */
    void onFinished(Consumer<StreamEnd> action) {
        onFinished = action;
    }

    Stream stream() {
        return stream;
    }

    /** {@return whether everything asked for has been done} */
    boolean idle() {
        return pending.get() == 0;
    }

    @Override
    public void send(byte[] payload, int payloadFlags) {
        act("write",
                () -> stream.write(lent.lend(buffers.buffer(Math.max(1, payload.length)).writeBytes(payload)),
                        payloadFlags));
        flush();
    }

    /** Writes a buffer of the test's own making. */
    void send(ByteBuf payload) {
        act("write", () -> stream.write(lent.lend(payload), 0));
        flush();
    }

    void flush() {
        act("flush", stream::flush);
    }

    /** {@return the newest payload, which a callback is told of} */
    byte[] last() {
        return newest;
    }

    /** Puts bytes back, to be delivered first. */
    void unread(byte[] bytes) {
        act("unread", () -> stream.unread(lent.lend(buffers.buffer(bytes.length).writeBytes(bytes)), 0));
    }

    /** Sends a piece back from inside a payload callback. */
    void echo(byte[] payload) {
        now("write", () -> stream.write(buffers.buffer(Math.max(1, payload.length)).writeBytes(payload), 0));
        now("flush", stream::flush);
    }

    /** Writes numbered bytes in one turn until the stream is full or so many are written in all. */
    void fill(int piece, long most) {
        act("write", () -> {
            while (stream.writable() && writtenBytes.get() < most) {
                var payload = buffers.buffer(piece);
                for (int i = 0; i < piece; i++) {
                    payload.writeByte(numbered(writtenBytes.get() + i));
                }
                writtenBytes.addAndGet(piece);
                stream.write(payload, 0);
                now("flush", stream::flush);
            }
        });
    }

    /** {@return the byte that {@link #fill} writes at that place; its period divides no power of two} */
    static byte numbered(long place) {
        return (byte) (place % 251);
    }

    @Override
    public void finish() {
        act("finish", () -> stream.finish(Metadata.EMPTY));
    }

    @Override
    public void reset() {
        close(Cause.of(Kind.RESET, "asked for by the test"));
    }

    void close(Cause cause) {
        act("close", () -> stream.close(cause));
    }

    @Override
    public void stopReading() {
        act("pause", this::pause);
    }

    /** Pauses from inside a callback or task. */
    void pause() {
        now("pause", stream::pause);
        rules.paused(true);
    }

    @Override
    public void readOn() {
        act("resume", () -> {
            now("resume", stream::resume);
            rules.paused(false);
        });
    }

    @Override
    public List<byte[]> received() {
        return List.copyOf(received);
    }

    /** {@return the flags of each} */
    List<Integer> flags() {
        return List.copyOf(flags);
    }

    /** Forgets what came so far. */
    void forget() {
        received.clear();
        flags.clear();
        receivedBytes.set(0);
    }

    @Override
    public long receivedBytes() {
        return receivedBytes.get();
    }

    long writtenBytes() {
        return writtenBytes.get();
    }

    /** {@return how often it was said that the stream is writable again} */
    int writableTold() {
        return writableTold.get();
    }

    @Override
    public boolean finished() {
        return finished != null;
    }

    @Override
    public boolean closed() {
        return closed != null;
    }

    Optional<Cause> cause() {
        return Optional.ofNullable(closed);
    }

    /** {@return all that the stream threw away} */
    long dropped() {
        long sum = 0;
        for (var why : Drop.values()) {
            sum += stream.dropped(why);
        }
        return sum;
    }

    /** {@return what was done against the contract; asks for buffers back, so it is for the end} */
    List<String> violations() {
        lent.takeBack(rules);
        return rules.violations();
    }

    /** What the stream talks to. */
    private class Ear implements Receiver {
        void enter(String what) {
            rules.enter(what);
        }

        @Override
        public void answer(Metadata head) {
            enter("answer");
        }

        @Override
        public void payload(ByteBuf payload, int payloadFlags) {
            enter("payload");
            rules.payload(payload, finished != null);
            if (payload.refCnt() > 0) {
                var bytes = SimNet.take(payload);
                newest = bytes;
                received.add(bytes);
                flags.add(payloadFlags);
                receivedBytes.addAndGet(bytes.length);
                onPayload.accept(StreamEnd.this);
            }
        }

        @Override
        public void turnEnd() {
            enter("turnEnd");
        }

        @Override
        public void finished(Metadata trailers) {
            enter("finished");
            if (finished != null) {
                rules.broken("finished came twice");
            }
            finished = trailers;
            onFinished.accept(StreamEnd.this);
        }

        @Override
        public void writable() {
            enter("writable");
            writableTold.incrementAndGet();
        }

        @Override
        public void closed(Cause cause) {
            enter("closed");
            rules.closed();
            closed = cause;
        }

        @Override
        public void became(Stream successor) {
            enter("became");
            stream = successor;
            successor.attach(this);
            if (!rules.isPaused()) {
                successor.resume();
            }
        }
    }
}
