package io.l7mp.linux;

/** Hears of what was thrown at the edge of a loop: always a fault of ours, which the loop survived. */
@FunctionalInterface
public interface UncaughtHandler {
    /**
     * Something threw. On the loop; must be quick.
     *
     * @param loop where
     * @param thrown what
     */
    void uncaught(EpollLoop loop, Throwable thrown);
}
