package io.l7mp.spi;

import java.time.Duration;

/** A task that will run later. On its loop only. */
public interface Timer {
    /** Calls it off; idempotent, and harmless after it ran. */
    void cancel();

    /**
     * Sets it again, whether it is pending, cancelled or ran already. Allocates nothing.
     *
     * @param delay from now
     */
    void again(Duration delay);
}
