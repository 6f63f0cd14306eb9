package io.l7mp.linux;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a socket is read before it is the next one's turn. Netty counts reads, at most sixteen of 64 KiB; but if they are full of tiny
 * frames that is work for 0.1 s, and twenty such peers kept a newcomer waiting for 0.7 s. Bulk goes through many reads in the same time.
 */
final class ReadTurns implements RecvByteBufAllocator {
    /** Netty's own bound for stream sockets, which it gives to allocators of its own only. */
    private static final int READS = 16;

    /** After it no further read begins. */
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(1);

    private final AdaptiveRecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator();
    private final LongSupplier nanos;

    /**
     * Makes one for any number of sockets.
     *
     * @param nanos a clock for differences
     */
    ReadTurns(LongSupplier nanos) {
        this.nanos = nanos;
        sizes.maxMessagesPerRead(READS);
    }

    @Override
    @SuppressWarnings("deprecation") // of the type, whose replacement the method does not return
    public Handle newHandle() {
        return new Turn((ExtendedHandle) sizes.newHandle(), nanos);
    }

    private static final class Turn extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle counted;
        private final LongSupplier nanos;
        private long begun;

        Turn(ExtendedHandle counted, LongSupplier nanos) {
            super(counted);
            this.nanos = nanos;
            this.counted = counted;
        }

        @Override
        public void reset(ChannelConfig config) {
            begun = nanos.getAsLong();
            super.reset(config);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return counted.continueReading(maybeMore) && nanos.getAsLong() - begun < LONGEST;
        }
    }
}
