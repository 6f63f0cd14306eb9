package io.l7mp.testkit;

import io.netty.buffer.SwappedByteBuf;
import io.netty.buffer.Unpooled;

/** A payload that no receiver can even look at: asking for its size throws. Holds no memory. */
@SuppressWarnings("deprecation") // the only wrapper of Netty's that may be extended
final class PoisonedPayload extends SwappedByteBuf {
    PoisonedPayload() {
        super(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public int readableBytes() {
        throw new IllegalStateException("a bug in a receiver, as asked for");
    }
}
