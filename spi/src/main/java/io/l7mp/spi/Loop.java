package io.l7mp.spi;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One event loop: a thread that does all payload work of the sessions that live on it, or a simulated one.
 *
 * <p>{@link #execute} may be called by any thread and never blocks; everything else only on the loop itself unless it says so.
 */
public interface Loop extends Executor {
    /** {@return whether the caller runs on this loop; any thread may ask} */
    boolean inLoop();

    /** {@return the loop's time in nanoseconds from a point that all loops share, read once a turn} */
    long nanos();

    /**
     * Runs a task later, at a resolution of 10 ms.
     *
     * @param delay not before this has passed
     * @param task on this loop
     * @return the timer, to be cancelled or set again
     */
    Timer after(Duration delay, Runnable task);

    /**
     * Makes a way for items from other loops to this one: the only way payload crosses loops. Order is kept for each sender.
     *
     * @param bound most items in it at once
     * @param to gets each item, on this loop
     * @param <T> what crosses
     * @return the way in
     */
    <T> Mailbox<T> mailbox(int bound, Consumer<T> to);
}
