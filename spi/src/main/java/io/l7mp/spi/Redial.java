package io.l7mp.spi;

import java.time.Duration;

/** How to get a source again whose stream went down. */
@FunctionalInterface
public interface Redial {
    /**
     * Tries once. On the session's loop.
     *
     * @param limit how long it may take
     * @param done hears of the result
     * @return the attempt, to be cancelled
     */
    Attempt connect(Duration limit, Completion<Connected> done);
}
