package io.l7mp.core.session;

import java.util.Map;
import java.util.TreeMap;

/** Stories told by one seed each. One that fails says how it is told again. */
final class Simulations {
    private static final long FIRST = Long.getLong("l7mp.simulation.seed", Long.getLong("l7mp.test.seed", 1));

    /** With as many, everything that can happen is expected to happen. */
    private static final int MANY = 1_000;

    private final int runs;

    /**
     * Is about to play them.
     *
     * @param runs how many, unless the caller of the build wants another number
     */
    Simulations(int runs) {
        this.runs = Integer.getInteger("l7mp.simulations", runs);
    }

    interface Story {
        /**
         * Plays it to its end.
         *
         * @param seen counts what happened, by name
         */
        void play(long seed, Map<String, Integer> seen) throws Exception;
    }

    /** {@return what happened in all runs, and how often} */
    Map<String, Integer> play(Story story) {
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < runs; i++) {
            long seed = FIRST + i;
            try {
                story.play(seed, seen);
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + " (repeat: -Dl7mp.simulation.seed=" + seed
                        + " -Dl7mp.simulations=1): " + failure.getMessage(), failure);
            }
        }
        System.out.println(runs + " runs: " + seen);
        return seen;
    }

    boolean areMany() {
        return runs >= MANY;
    }
}
