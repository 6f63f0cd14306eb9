package io.l7mp.core.metric;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One number on the metrics page.
 *
 * @param labels what it is the number of
 * @param value the number
 */
public record Sample(Labels labels, double value) {
    /** {@return one number for each of these, ordered by labels} */
    static List<Sample> of(Map<Labels, Long> sums) {
        return sums.entrySet().stream()
                .map(sum -> new Sample(sum.getKey(), (double) sum.getValue()))
                .sorted(Comparator.comparing(sample -> sample.labels().all().toString()))
                .toList();
    }

    /** {@return a number without labels} */
    public static Sample of(double value) {
        return new Sample(Labels.NONE, value);
    }

    /** {@return a whole number without labels, exact up to 2 to the 53rd} */
    public static Sample of(long value) {
        return of((double) value);
    }

    /** {@return a number under one label} */
    public static Sample of(String label, String of, double value) {
        return new Sample(Labels.of(label, of), value);
    }

    /** {@return a whole number under one label} */
    public static Sample of(String label, String of, long value) {
        return of(label, of, (double) value);
    }
}
