package io.l7mp.protocol.sync;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Keeps payloads without reading them; whoever made the list releases them. */
record Keeper(List<ByteBuf> payloads) implements Receiver {
    @Override
    public void answer(Metadata head) {
        // There is none.
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        payloads.add(payload);
    }

    @Override
    public void turnEnd() {
        // Nothing is passed on.
    }

    @Override
    public void finished(Metadata trailers) {
        // It just ends.
    }

    @Override
    public void writable() {
        // Nobody waits for it.
    }

    @Override
    public void closed(Cause cause) {
        // It just ends.
    }
}
