package io.l7mp.core.metric;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Sums by a word from a fixed set, such as the reason of a refusal. Any thread. */
final class Tally {
    private static final int MOST = 1_000;

    /** If the set should not be fixed after all, the rest is counted under this. */
    private static final String OTHER = "other";

    private final Map<String, LongAdder> sums = new ConcurrentHashMap<>();

    void add(String word, long more) {
        var sum = sums.get(word);
        if (sum == null) {
            sum = sums.computeIfAbsent(sums.size() < MOST ? word : OTHER, _ -> new LongAdder());
        }
        sum.add(more);
    }

    /** {@return all sums, ordered by word} */
    Map<String, Long> sums() {
        var all = new TreeMap<String, Long>();
        sums.forEach((word, sum) -> all.put(word, sum.sum()));
        return all;
    }
}
