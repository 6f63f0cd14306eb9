package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.netty.buffer.ByteBuf;

/** Hands everything to a receiver; what extends it bends one thing. */
public class BentReceiver implements Receiver {
    private final Receiver to;

    /** Makes one, with nothing bent yet. */
    protected BentReceiver(Receiver to) {
        this.to = to;
    }

    @Override
    public void answer(Metadata head) {
        to.answer(head);
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        to.payload(payload, flags);
    }

    @Override
    public void turnEnd() {
        to.turnEnd();
    }

    @Override
    public void finished(Metadata trailers) {
        to.finished(trailers);
    }

    @Override
    public void writable() {
        to.writable();
    }

    @Override
    public void closed(Cause cause) {
        to.closed(cause);
    }
}
