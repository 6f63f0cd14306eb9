package io.l7mp.spi;

/** Something under way that can be called off. */
@FunctionalInterface
public interface Attempt {
    /** An attempt that is over already. */
    Attempt OVER = () -> {};

    /** Calls it off: its completion never runs, and nothing stays open. On the session's loop; idempotent. */
    void cancel();
}
