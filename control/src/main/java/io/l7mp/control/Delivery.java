package io.l7mp.control;

import io.l7mp.spi.Receiver;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How much of an answer was handed out. On the request's loop. */
final class Delivery {
    private static final int LARGEST_PIECE = 64 << 10;

    private final Response answer;
    private final ByteBufAllocator buffers;
    private boolean begun;
    private int sent;

    Delivery(Response answer, ByteBufAllocator buffers) {
        this.answer = answer;
        this.buffers = buffers;
    }

    /**
     * Hands out as much as is taken.
     *
     * @param taker whoever may be given what comes next, null for nobody; asked anew after each call of him
     * @return whether any payload was handed out
     */
    boolean handOut(Supplier<@Nullable Receiver> taker) {
        var to = taker.get();
        if (to != null && !begun) {
            begun = true;
            to.answer(answer.head());
        }
        int before = sent;
        for (to = taker.get(); to != null && sent < answer.length(); to = taker.get()) {
            int size = Math.min(LARGEST_PIECE, answer.length() - sent);
            var piece = buffers.buffer(size);
            answer.copy(sent, size, piece);
            sent += size;
            to.payload(piece, 0);
        }
        return sent > before;
    }

    /** {@return whether nothing of it is left} */
    boolean isWhole() {
        return begun && sent == answer.length();
    }

    /** The last so many bytes were not taken after all. */
    void takeBack(int bytes) {
        sent = Math.max(0, sent - bytes);
    }
}
