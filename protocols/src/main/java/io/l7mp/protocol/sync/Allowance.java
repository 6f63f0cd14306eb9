package io.l7mp.protocol.sync;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may be on the way from one loop to another: messages in the upper bits, bytes below. One loop takes, the other gives
 * back; only the one that takes has to know what is left.
 */
final class Allowance {
    private static final long ONE = 1L << 40;

    private final int mostMessages;
    private final int mostBytes;
    private final AtomicLong used = new AtomicLong();

    Allowance(int mostMessages, int mostBytes) {
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** {@return whether a message of that size may go; one alone may be of any size} */
    boolean take(int bytes) {
        long now = used.get();
        if (now / ONE >= mostMessages || (now > 0 && now % ONE + bytes > mostBytes)) {
            return false;
        }
        used.addAndGet(ONE + bytes);
        return true;
    }

    /** A message has arrived. */
    void give(int bytes) {
        used.addAndGet(-ONE - bytes);
    }
}
