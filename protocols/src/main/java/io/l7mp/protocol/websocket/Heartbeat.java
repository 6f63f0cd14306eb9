package io.l7mp.protocol.websocket;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a peer is to be asked whether it is still there, and whether it said anything since. Of one stream, on its loop. */
final class Heartbeat {
    private final Duration interval;
    private final Beat beat;
    private @Nullable Timer timer;
    private boolean isSilent;

    /** Gets each beat. */
    @FunctionalInterface
    interface Beat {
        /**
         * Asks the peer, or gives it up.
         *
         * @param isSilent whether nothing was heard since the beat before
         */
        void beat(boolean isSilent);
    }

    private Heartbeat(Duration interval, Beat beat) {
        this.interval = interval;
        this.beat = beat;
    }

    /**
     * Begins.
     *
     * @param interval zero for never
     */
    static Heartbeat start(Loop loop, Duration interval, Beat beat) {
        var heartbeat = new Heartbeat(interval, beat);
        if (!interval.isZero()) {
            heartbeat.timer = loop.after(interval, heartbeat::next);
        }
        return heartbeat;
    }

    /** The peer said something. */
    void heard() { // hot path
        isSilent = false;
    }

    /** Beats no more. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void next() {
        boolean was = isSilent;
        isSilent = true;
        beat.beat(was);
        if (timer != null) {
            timer.again(interval);
        }
    }
}
