package io.l7mp.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A metrics page as a scraper reads it that forgives nothing: each metric has one HELP and one TYPE line, in front of all its
 * samples, and no series is there twice.
 */
public final class ScrapedPage {
    private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([-+]?(?:[0-9.]+(?:E-?[0-9]+)?|Inf)|NaN)",
            Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile(
            "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> helped = new ArrayList<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    /**
     * Reads a page.
     *
     * @param text all of it
     * @throws AssertionError at the first line that is wrong
     */
    public ScrapedPage(String text) {
        check(text.endsWith("\n"), "the page does not end with a line feed");
        for (var line : text.split("\n", -1)) { // and nothing else ends a line
            if (!line.isEmpty()) {
                read(line);
            }
        }
        check(helped.equals(List.copyOf(types.keySet())),
                "HELP and TYPE: " + helped + " and " + types.keySet());
    }

    private void read(String line) {
        var about = ABOUT.matcher(line);
        if (!about.matches()) {
            readSample(line);
        } else if (about.group(1).equals("HELP")) {
            check(!helped.contains(about.group(2)), "second " + line);
            helped.add(about.group(2));
        } else {
            check(Set.of("counter", "gauge").contains(about.group(3)), line);
            check(helped.getLast().equals(about.group(2)), "TYPE without HELP: " + line);
            check(types.put(about.group(2), about.group(3)) == null, "second " + line);
        }
    }

    private void readSample(String line) {
        var sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample: " + line);
        check(!helped.isEmpty() && helped.getLast().equals(sample.group(1))
                && types.containsKey(sample.group(1)),
                "not below its own HELP and TYPE: " + line);
        check(!"counter".equals(types.get(sample.group(1))) || !sample.group(3).startsWith("-"),
                "a counter below 0: " + line);
        var labels = sample.group(2);
        if (labels != null) {
            checkLabels(labels);
        }
        check(values.put(sample.group(1) + (labels == null ? "" : "{" + labels + "}"),
                Double.valueOf(sample.group(3).replace("Inf", "Infinity"))) == null, "twice: " + line);
    }

    private static void checkLabels(String labels) {
        Set<String> names = new HashSet<>();
        var label = LABEL.matcher(labels);
        int end = 0;
        while (end < labels.length()) {
            check(label.find(end) && label.start() == end, "no label: " + labels.substring(end));
            check(names.add(label.group(1)), "label twice: " + labels);
            check(label.group(3).isEmpty() || label.end() < labels.length(), "a comma ends: " + labels);
            end = label.end();
        }
    }

    /** {@return names of all metrics, in their order} */
    public List<String> names() {
        return List.copyOf(types.keySet());
    }

    /** {@return {@code counter} or {@code gauge}, by metric} */
    public Map<String, String> types() {
        return Map.copyOf(types);
    }

    /** {@return all series as they are written, with their values, in their order} */
    public Map<String, Double> values() {
        return new LinkedHashMap<>(values);
    }

    /**
     * Finds one number.
     *
     * @param series as it is written, such as {@code l7mp_refused_total{reason="caller"}}
     * @return its value, if it is there
     */
    public OptionalDouble value(String series) {
        var value = values.get(series);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static void check(boolean good, String otherwise) {
        if (!good) {
            throw new AssertionError(otherwise);
        }
    }
}
