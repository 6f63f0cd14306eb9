package io.l7mp.core.stream;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;

/** Takes the lane's place at a stream that was replaced, until it has closed; what still comes in is thrown away. */
final class Farewell implements Receiver {
    private final Lane lane;
    private final Stream leaving;
    private final DropCounts counted = new DropCounts();

    Farewell(Lane lane, Stream leaving) {
        this.lane = lane;
        this.leaving = leaving;
        counted.addAll(leaving);
    }

    @Override
    public void answer(Metadata head) {
        // Nobody waits for it any more.
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        payload.release();
    }

    @Override
    public void turnEnd() {
        // Nothing was passed on.
    }

    @Override
    public void finished(Metadata trailers) {
        // Closed follows.
    }

    @Override
    public void writable() {
        // Nobody writes.
    }

    @Override
    public void closed(Cause cause) {
        try {
            lane.left(leaving, counted);
        } catch (Throwable bug) {
            lane.broken(bug);
        }
    }
}
