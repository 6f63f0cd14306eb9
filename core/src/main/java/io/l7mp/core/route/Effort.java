package io.l7mp.core.route;

/**
 * How much work regular expressions may still do for one decision, so that no rule and no peer can hold a loop. One decision, one
 * thread.
 */
final class Effort {
    /** Steps of one search; each reads at most one unit of the input. */
    static final int EACH = 1_000_000;

    /** Steps of all searches of one decision. */
    static final int ALL = 2_000_000;

    private int total = ALL;
    private int left;

    /** Begins a search. */
    void begin() {
        left = Math.min(EACH, total);
        total -= left;
    }

    /** {@return whether one more step may be done} */
    boolean take() {
        return left > 0 && left-- > 0;
    }

    /** Allows no more steps in this search. */
    void exhaust() {
        left = 0;
    }

    /** Ends a search; what it left over is for others. */
    void end() {
        total += left;
    }

    /** {@return whether the search was cut short} */
    boolean spent() {
        return left == 0;
    }
}
