package io.l7mp.core.cluster;

import java.time.Duration;

/**
 * What sessions have found out about an endpoint. Two refusals in a row send it to rest; after the rest one session tries it, and
 * if that one is refused too, the next rest is twice as long.
 *
 * @param refusals how many in a row, but for those that came while it rested
 * @param untilNanos when its rest is over, in the time of the loops
 * @param logged whether it was said in the log that it rests
 */
record Health(int refusals, long untilNanos, boolean logged) {
    /** Nothing is held against it. */
    static final Health GOOD = new Health(0, 0, false);

    static final Duration LONGEST = Duration.ofSeconds(60);

    /** Longer than the pauses between the attempts of most routes, so that a session's own next attempt goes elsewhere too. */
    static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final int ENOUGH = 2;
    private static final int MOST = 8;
    private static final double JITTER = 0.2;

    /** {@return whether it rests, or rested and has not worked since} */
    boolean isResting() {
        return refusals >= ENOUGH;
    }

    /** {@return whether sessions go elsewhere, if there is somewhere else} */
    boolean isAvoided(long now) {
        return isResting() && untilNanos - now > 0;
    }

    /**
     * {@return the next state after a refusal}
     *
     * @param chance from 0 to 1, so that not all who were refused together come back together
     */
    Health refused(long now, double chance) {
        int count = Math.min(refusals + 1, MOST);
        return new Health(count, count < ENOUGH ? 0 : now + pause(count, chance), logged);
    }

    private static long pause(int count, double chance) {
        double factor = 1 - JITTER + 2 * JITTER * chance;
        long nanos = Math.round((SHORTEST.toNanos() << (count - ENOUGH)) * factor);
        return Math.min(nanos, LONGEST.toNanos());
    }

    /** {@return the state while one session tries it; that session may be lost, so this too has an end} */
    Health tried(long now) {
        return new Health(refusals, now + LONGEST.toNanos(), logged);
    }

    /** {@return the state when who tried it has left without having found out anything: the next one may try} */
    Health released(long now) {
        return new Health(refusals, now, logged);
    }

    /** {@return the same, and it was said} */
    Health said() {
        return new Health(refusals, untilNanos, true);
    }
}
