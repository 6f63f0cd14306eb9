package io.l7mp.core.metric;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One metric with all its series, as they were when somebody looked.
 *
 * @param name on the page, with its unit; that of a counter ends in {@code _total}
 * @param type what becomes of it
 * @param help one sentence
 * @param samples its numbers; may be none
 */
public record Family(String name, Type type, String help, List<Sample> samples) {
    /** What becomes of a number. */
    public enum Type {
        /** It only grows, and begins at 0 with the program. */
        COUNTER,
        /** It goes up and down. */
        GAUGE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Family {
        samples = List.copyOf(samples);
    }

    /** {@return a metric that only grows} */
    public static Family counter(String name, String help, List<Sample> samples) {
        return new Family(name, Type.COUNTER, help, samples);
    }

    /** {@return a metric that goes up and down} */
    public static Family gauge(String name, String help, List<Sample> samples) {
        return new Family(name, Type.GAUGE, help, samples);
    }

    static List<Sample> by(String label, Map<String, Long> sums) {
        return sums.entrySet().stream()
                .map(sum -> Sample.of(label, sum.getKey(), sum.getValue()))
                .toList();
    }
}
