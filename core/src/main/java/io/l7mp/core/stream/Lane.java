package io.l7mp.core.stream;

import io.l7mp.spi.Batch;
import io.l7mp.spi.BatchReceiver;
import io.l7mp.spi.Batching;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two stages: what the stream of its own stage delivers is written to the stream of the next stage.
 *
 * <p>The stages of a session form a ring: source, ingress transforms, destination, egress transforms, and back to the source. So
 * one lane leaves each stage and one enters it, and a stage's stream is held in one place only, the lane that leaves it. A lane
 * has no queue. When the next stream takes no more, or is not there, the lane is blocked and its own stream paused; where that
 * stream is a transform which takes nothing while it is paused, the lane before it blocks in turn, back to the source.
 *
 * <p>On the session's loop only.
 */
public final class Lane implements Receiver, BatchReceiver {
    private final Loop loop;
    private final int stage;
    private final LaneOwner owner;
    private final Activity activity;
    private Lane next = this;
    private Lane previous = this;

    private @Nullable Stream stream;
    private @Nullable Batching nextBatching;
    private boolean flowing;
    private boolean blocked;
    private boolean carriesBytes;
    private int cut = Integer.MAX_VALUE;

    private long bytes;
    private long messages;

    /** Made when the first stream goes. */
    private @Nullable DropCounts gone;

    private Lane(Loop loop, int stage, LaneOwner owner, Activity activity) {
        this.loop = loop;
        this.stage = stage;
        this.owner = owner;
        this.activity = activity;
    }

    /**
     * Makes the lanes of a session, none of them flowing.
     *
     * @param stages how many stages there are, at least 2
     * @return the lane that leaves each stage, by the stage's number
     */
    public static Lane[] ring(int stages, Loop loop, LaneOwner owner, Activity activity) {
        var lanes = new Lane[stages];
        for (int i = 0; i < stages; i++) {
            lanes[i] = new Lane(loop, i, owner, activity);
        }
        for (int i = 0; i < stages; i++) {
            lanes[i].next = lanes[(i + 1) % stages];
            lanes[(i + 1) % stages].previous = lanes[i];
        }
        return lanes;
    }

    /** {@return the stream of this lane's stage; null while it is down} */
    public @Nullable Stream stream() {
        return stream;
    }

    /** Puts in the stream of this lane's stage. It waits until the session flows. */
    public void put(Stream entering) {
        stream = entering;
        entering.attach(this);
        if (flowing) {
            join();
            previous.choose();
            previous.release();
        }
    }

    /** Lets this lane flow; called for each lane of the ring, when all have their stream and {@link #shape} was told. */
    public void flow() {
        flowing = true;
        join();
    }

    /** Says what this lane carries, and into what. */
    public void shape(Traits from, Traits to) {
        carriesBytes = from.shape() == Shape.BYTES;
        cut = carriesBytes && to.shape() == Shape.MESSAGES ? to.largest() : Integer.MAX_VALUE;
    }

    private void join() {
        choose();
        blocked = !mayWrite();
        if (stream != null && !blocked) {
            stream.resume();
        }
    }

    /** Takes the road for batches if both ends have it. */
    private void choose() {
        nextBatching = null;
        var from = stream;
        var to = next.stream;
        if (from == null) {
            return;
        }
        from.batching().ifPresent(batching -> {
            nextBatching = to == null ? null : to.batching().orElse(null);
            if (nextBatching == null) {
                batching.detach();
            } else {
                batching.attach(this);
            }
        });
    }

    /** The stage is down: sends its stream away with a close, and blocks who writes to it. */
    public void dismiss(Cause cause) {
        var leaving = stream;
        if (leaving != null) {
            leaving.batching().ifPresent(Batching::detach);
            leaving.attach(new Farewell(this, leaving));
            remove();
            leaving.close(cause);
        }
    }

    /** The stream is out of this lane, and who wrote to it is blocked. */
    private void remove() {
        keepCounts(stream);
        stream = null;
        blocked = true;
        nextBatching = null;
        previous.choose();
        previous.check();
    }

    private void keepCounts(@Nullable Stream leaving) {
        if (leaving != null) {
            gone().addAll(leaving);
        }
    }

    private DropCounts gone() {
        if (gone == null) {
            gone = new DropCounts();
        }
        return gone;
    }

    private boolean mayWrite() {
        var to = next.stream;
        return to != null && to.writable();
    }

    private void block() {
        if (!blocked) {
            blocked = true;
            if (stream != null) {
                stream.pause();
            }
            previous.check();
        }
    }

    private void check() {
        if (flowing && !blocked && !mayWrite()) {
            block();
        }
    }

    private void release() {
        if (flowing && blocked && stream != null && mayWrite()) {
            blocked = false;
            stream.resume();
        }
    }

    // hot path
    @Override
    public void payload(ByteBuf payload, int flags) {
        try {
            int size = payload.readableBytes();
            bytes += size;
            messages++;
            activity.touch(loop.nanos());
            var to = next.stream;
            if (to == null) {
                payload.release();
                gone().add(Drop.LOST, 1);
                return;
            }
            if (size <= cut) {
                to.write(payload, flags);
            } else {
                writeInPieces(to, payload, flags);
            }
            if (!mayWrite()) {
                block();
            }
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    private void writeInPieces(Stream to, ByteBuf payload, int flags) {
        while (payload.readableBytes() > cut) {
            to.write(payload.readRetainedSlice(cut), flags);
        }
        to.write(payload, flags);
    }

    // hot path
    @Override
    public void batch(Batch batch) {
        try {
            int size = batch.size();
            for (int i = 0; i < size; i++) {
                bytes += batch.length(i);
            }
            messages += size;
            activity.touch(loop.nanos());
            var to = nextBatching;
            if (to == null) {
                gone().add(Drop.LOST, size);
                return;
            }
            to.write(batch);
            if (!mayWrite()) {
                block();
            }
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    @Override
    public void turnEnd() {
        try {
            if (next.stream != null) {
                next.stream.flush();
            }
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    @Override
    public void answer(Metadata head) {
        try {
            if (next.stream != null) {
                next.stream.answer(head);
                owner.answered(stage, head);
            }
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    @Override
    public void finished(Metadata trailers) {
        try {
            owner.finished(stage, trailers);
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    @Override
    public void writable() {
        try {
            previous.release();
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    @Override
    public void closed(Cause cause) {
        try {
            remove();
            owner.closed(stage, cause);
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    @Override
    public void became(Stream successor) {
        try {
            keepCounts(stream);
            put(successor);
        } catch (Throwable bug) {
            owner.broken(stage, bug);
        }
    }

    /** A stream that was sent away has closed; what it threw away since then comes on top. */
    void left(Stream leaving, DropCounts counted) {
        for (var why : Drop.values()) {
            gone().add(why, leaving.dropped(why) - counted.get(why));
        }
        owner.left(stage);
    }

    void broken(Throwable bug) {
        owner.broken(stage, bug);
    }

    /** {@return whether borders between its payloads are accidental} */
    public boolean carriesBytes() {
        return carriesBytes;
    }

    /** {@return bytes that passed} */
    public long bytes() {
        return bytes;
    }

    /** {@return payloads that passed} */
    public long messages() {
        return messages;
    }

    /** {@return what this lane's stage threw away, for this reason} */
    public long dropped(Drop why) {
        long now = stream == null ? 0 : stream.dropped(why);
        return now + (gone == null ? 0 : gone.get(why));
    }
}
