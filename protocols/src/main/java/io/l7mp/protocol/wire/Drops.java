package io.l7mp.protocol.wire;

import io.l7mp.spi.Drop;

/** What one stream threw away, by reason. On the stream's loop only. */
@SuppressWarnings("EnumOrdinal") // an index into an array that is never seen outside
public final class Drops {
    private static final Drop[] REASONS = Drop.values();

    private final long[] counts = new long[REASONS.length];

    /**
     * Counts.
     *
     * @param why for which reason
     * @param amount messages, or bytes where there are none
     */
    public void add(Drop why, long amount) {
        counts[why.ordinal()] += amount;
    }

    /**
     * Reads.
     *
     * @param why for which reason
     * @return so far
     */
    public long of(Drop why) {
        return counts[why.ordinal()];
    }
}
