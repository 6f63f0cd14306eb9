package io.l7mp.core.metric;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted once for a session or a refusal, over all loops. Payload is counted in its lane, and added here when a session
 * ends. Any thread.
 */
public final class Totals {
    /** Labels come from fixed sets; if one should not, it is counted under this. */
    private static final String OTHER = "other";
    private static final int MOST_LABELS = 1_000;

    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
    private final LongAdder sessions = new LongAdder();
    private final LongAdder bugs = new LongAdder();

    /** A peer or request was turned away. */
    public void refused(String reason) {
        cell(refused, reason).increment();
    }

    /** Payloads were thrown away. */
    public void dropped(String reason, long messages) {
        cell(dropped, reason).add(messages);
    }

    /** A session began. */
    public void session() {
        sessions.increment();
    }

    /** Something of ours threw. */
    public void bug() {
        bugs.increment();
    }

    private static LongAdder cell(Map<String, LongAdder> cells, String label) {
        var cell = cells.get(label);
        return cell != null
                ? cell
                : cells.computeIfAbsent(cells.size() < MOST_LABELS ? label : OTHER, _ -> new LongAdder());
    }

    /** {@return peers and requests turned away, by reason} */
    public Map<String, Long> refused() {
        return sums(refused);
    }

    /** {@return payloads thrown away in sessions that ended, and outside sessions, by reason} */
    public Map<String, Long> dropped() {
        return sums(dropped);
    }

    /** {@return sessions begun} */
    public long sessions() {
        return sessions.sum();
    }

    /** {@return exceptions that ended a session} */
    public long bugs() {
        return bugs.sum();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> cells) {
        var sums = new TreeMap<String, Long>();
        cells.forEach((label, cell) -> sums.put(label, cell.sum()));
        return sums;
    }
}
