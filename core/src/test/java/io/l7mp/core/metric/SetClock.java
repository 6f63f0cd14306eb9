package io.l7mp.core.metric;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of day as a test says. */
final class SetClock implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
