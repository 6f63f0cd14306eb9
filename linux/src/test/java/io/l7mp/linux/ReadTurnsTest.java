package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {
    private static final int SIZE = 1 << 16;
    private static final long SHORT = Duration.ofNanos(10_000).toNanos();
    private static final long LONG = Duration.ofMillis(2).toNanos();

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - LONG);

    @SuppressWarnings("deprecation")
    private final ExtendedHandle handle = (ExtendedHandle) new ReadTurns(clock::get).newHandle();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void aTurnHasManyShortReads() {
        begin();

        for (int i = 1; i < 16; i++) {
            assertThat(goesOnAfterARead(SHORT)).isTrue();
        }
        assertThat(goesOnAfterARead(SHORT)).as("after the sixteenth").isFalse();
    }

    @Test
    void aReadThatTookLongIsTheLastOfItsTurn() {
        begin();

        assertThat(goesOnAfterARead(SHORT)).isTrue();
        assertThat(goesOnAfterARead(LONG)).isFalse();
    }

    @Test
    void theNextTurnHasTimeOfItsOwn() {
        begin();
        assertThat(goesOnAfterARead(LONG)).isFalse();

        begin();

        assertThat(goesOnAfterARead(SHORT)).isTrue();
    }

    private void begin() {
        handle.reset(channel.config());
    }

    private boolean goesOnAfterARead(long nanos) {
        handle.attemptedBytesRead(SIZE);
        handle.lastBytesRead(SIZE);
        handle.incMessagesRead(1);
        clock.addAndGet(nanos);
        return handle.continueReading(() -> true);
    }
}
