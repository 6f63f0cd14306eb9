package io.l7mp.core.session;

import io.l7mp.core.stream.Lane;
import io.l7mp.spi.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * How an orderly end runs along the ring of stages: from the source through the transforms to the destination, and from there
 * back to the source. Where a stage cannot end one direction alone, the end waits there, until the session is told to stop
 * waiting. On the session's loop.
 */
final class Finishing {
    private final Lane[] lanes;
    private final int destination;

    /** What a stage was to be told with its end; null where no end has come to. */
    private final @Nullable Metadata[] trailers;
    private final boolean[] told;

    Finishing(Lane[] lanes, int destination) {
        this.lanes = lanes;
        this.destination = destination;
        trailers = new @Nullable Metadata[lanes.length];
        told = new boolean[lanes.length];
    }

    /**
     * The peer of a stage ended its direction: passes that on.
     *
     * @return whether the next stage could be told; if not, somebody has to wait for what it may still answer
     */
    boolean pass(int stage, Metadata with) {
        int next = (stage + 1) % lanes.length;
        if (trailers[next] == null) {
            trailers[next] = with;
        }
        return tell(next);
    }

    /** A stage has a new stream: tells it what waits for it. */
    boolean tell(int stage) {
        var stream = lanes[stage].stream();
        var with = trailers[stage];
        if (stream == null || with == null || told[stage] || !stream.traits().halfClose()) {
            return with == null || told[stage];
        }
        told[stage] = true;
        stream.finish(with);
        return true;
    }

    /** Tells a stage its end even if that closes it. */
    void force(int stage) {
        var stream = lanes[stage].stream();
        var with = trailers[stage];
        if (stream != null && with != null && !told[stage]) {
            told[stage] = true;
            stream.finish(with);
        }
    }

    /** {@return whether that stage was told its end: what it still says is the last of it} */
    boolean wasTold(int stage) {
        return told[stage];
    }

    /** {@return whether the end that a stage passed on was told to the next} */
    boolean goesOn(int stage) {
        return told[(stage + 1) % lanes.length];
    }

    /** {@return whether both directions of that stage have ended: its stream closes when what it holds is sent} */
    boolean closesByItself(int stage) {
        return told[stage] && trailers[(stage + 1) % lanes.length] != null;
    }

    /** {@return whether both peers have ended, though one end is still in the chain} */
    boolean isUnderWay() {
        return hasBegun() && trailers[0] != null;
    }

    /** {@return whether the source's peer has ended its direction} */
    boolean hasBegun() {
        return trailers[1] != null;
    }

    /** {@return whether nothing can come any more that somebody could still take} */
    boolean isComplete() {
        return isOver(0) && isOver(destination);
    }

    /** {@return whether that peer is gone, or has got everything} */
    private boolean isOver(int peer) {
        return trailers[peer] != null || lanes[peer].stream() == null;
    }
}
