package io.l7mp.core.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Names and values that tell one series of a metric from the others. Equal whatever their order.
 *
 * <p>Values may come from peers: they are cut to a length, and what scrapers might trip over is replaced here, before anything is
 * compared, as one series that is twice on a page makes a scraper throw away the whole page.
 *
 * @param all in the order in which they are shown
 */
public record Labels(SequencedMap<String, String> all) {
    static final Labels NONE = new Labels(new LinkedHashMap<>());

    /** In UTF-16 units. */
    static final int LONGEST_VALUE = 256;

    /** All but the line feed, for which there is an escape. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f]");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    public Labels {
        var clean = new LinkedHashMap<String, String>();
        all.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("label: " + name + " (expected: " + NAME + ")");
            }
            clean.put(name, clean(value));
        });
        all = Collections.unmodifiableSequencedMap(clean);
    }

    static Labels of(String name, String value) {
        var one = new LinkedHashMap<String, String>();
        one.put(name, value);
        return new Labels(one);
    }

    static Labels of(String first, String value, String second, String other) {
        var two = new LinkedHashMap<String, String>();
        two.put(first, value);
        two.put(second, other);
        return new Labels(two);
    }

    /** {@return the value as it can be shown} */
    static String clean(String value) {
        var cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        var written = new String(cut.getBytes(UTF_8), UTF_8); // half a surrogate pair becomes a question mark
        return CONTROL.matcher(written).replaceAll("?");
    }
}
