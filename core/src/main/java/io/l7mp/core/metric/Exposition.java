package io.l7mp.core.metric;

import java.util.List;

/**
 * Prometheus' text format, version 0.0.4, exactly as clients of the reference know it: metrics in our order and there from the
 * start, an empty line between two, whole numbers without a point. Why no library writes it: docs/decisions/0007.
 */
public final class Exposition {
    /** What an HTTP answer calls it. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Up to here a double is exact about whole numbers. */
    private static final double EXACT = 1L << 53;

    private Exposition() {}

    /** {@return the page; each metric should be in the list once} */
    public static String write(List<Family> families) {
        var page = new StringBuilder();
        for (var family : families) {
            if (!page.isEmpty()) {
                page.append('\n');
            }
            write(family, page);
        }
        return page.toString();
    }

    private static void write(Family family, StringBuilder page) {
        var help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
        page.append("# HELP ").append(family.name()).append(' ').append(help).append('\n')
                .append("# TYPE ").append(family.name()).append(' ').append(family.type().word())
                .append('\n');
        for (var sample : family.samples()) {
            page.append(family.name());
            write(sample.labels(), page);
            page.append(' ').append(number(sample.value())).append('\n');
        }
    }

    private static void write(Labels labels, StringBuilder page) {
        char before = '{';
        for (var label : labels.all().entrySet()) {
            page.append(before).append(label.getKey()).append("=\"");
            escape(label.getValue(), page);
            page.append('"');
            before = ',';
        }
        if (before == ',') {
            page.append('}');
        }
    }

    private static void escape(String value, StringBuilder page) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> page.append("\\\\");
                case '"' -> page.append("\\\"");
                case '\n' -> page.append("\\n");
                default -> page.append(value.charAt(i));
            }
        }
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
