package io.l7mp.core.metric;

import java.util.concurrent.atomic.LongAdder;

/** One pair of sums of a {@link Meters meter}. Any thread may count; who holds it is told under the lock of its place in the table. */
final class Series {
    private final LongAdder bytes = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private int holders;

    /** Milliseconds of the clock; what it says means something only while there are no holders. */
    private long unheldSince;

    void count(long moreBytes, long moreMessages) {
        bytes.add(moreBytes);
        messages.add(moreMessages);
    }

    long bytes() {
        return bytes.sum();
    }

    long messages() {
        return messages.sum();
    }

    Series held() {
        holders++;
        return this;
    }

    Series letGo(long now) {
        holders--;
        unheldSince = now;
        return this;
    }

    boolean isOver(long now, long kept) {
        return holders == 0 && now - unheldSince >= kept;
    }
}
