package io.l7mp.core.listener;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many new sessions a source network (IPv4 /24, IPv6 /56) may make, by the generic cell rate algorithm.
 *
 * <p>Networks share a table of fixed size by hash, so that no flood of addresses makes it grow; two networks in one slot share
 * their allowance. Any thread.
 */
final class SourceRate {
    private static final int SLOTS = 1 << 14;
    private static final int BURST = 20_000;
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 7;
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLongArray due = new AtomicLongArray(SLOTS);
    private final long interval;
    private final long tolerance;

    SourceRate(int perSecond) {
        interval = Math.max(1, SECOND / perSecond);
        tolerance = interval * BURST;
        for (int i = 0; i < SLOTS; i++) {
            due.setPlain(i, Long.MIN_VALUE / 2);
        }
    }

    boolean admits(InetAddress source, long now) {
        int slot = slot(source);
        while (true) {
            long before = due.get(slot);
            long base = Math.max(before, now);
            if (base - now > tolerance) {
                return false;
            }
            if (due.compareAndSet(slot, before, base + interval)) {
                return true;
            }
        }
    }

    private static int slot(InetAddress source) {
        var bytes = source.getAddress();
        int hash = Arrays.hashCode(Arrays.copyOf(bytes, bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES));
        return (hash * 0x9E3779B9) >>> (32 - 14);
    }
}
