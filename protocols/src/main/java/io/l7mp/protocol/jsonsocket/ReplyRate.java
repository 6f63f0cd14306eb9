package io.l7mp.protocol.jsonsocket;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many strangers a listener answers that it turns away, where anybody can write any sender on a datagram: at most a hundred at
 * once and a hundred a second, by the generic cell rate algorithm. Any thread.
 */
final class ReplyRate {
    static final int PER_SECOND = 100;

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos() / PER_SECOND;
    private static final long TOLERANCE = (PER_SECOND - 1) * INTERVAL;

    private final AtomicLong due = new AtomicLong(Long.MIN_VALUE / 2);

    /** {@return whether one more may be answered; it is taken for answered then} */
    boolean admits(long now) {
        while (true) {
            long before = due.get();
            long base = Math.max(before, now);
            if (base - now > TOLERANCE) {
                return false;
            }
            if (due.compareAndSet(before, base + INTERVAL)) {
                return true;
            }
        }
    }
}
