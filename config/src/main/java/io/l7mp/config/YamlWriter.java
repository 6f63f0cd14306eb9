package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes values as YAML of the core schema, one member or item in a line. Reading it gives the same values. */
public final class YamlWriter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./<>{}' ;,()-]*");
    private static final Set<String> TYPED = Set.of("null", "true", "false");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /**
     * Writes a value.
     *
     * @param value what to write
     * @return its text, with a line's end after it
     */
    public static String write(Json value) {
        var writer = new YamlWriter();
        writer.value(value, 0, false);
        return writer.out.toString().strip() + "\n";
    }

    /** Writes what stands after a key or a dash; the first line of a collection goes on where an item's dash is. */
    private void value(Json value, int depth, boolean isItem) {
        switch (value) {
            case Json.Obj object when !object.members().isEmpty() -> members(object.members(), depth, isItem);
            case Json.Arr array when !array.items().isEmpty() -> {
                for (var item : array.items()) {
                    line(depth);
                    out.append('-');
                    value(item, depth + 1, true);
                }
            }
            default -> out.append(' ').append(scalar(value));
        }
    }

    private void members(Map<String, Json> members, int depth, boolean isItem) {
        boolean here = isItem;
        for (var member : members.entrySet()) {
            if (here) {
                out.append(' ');
            } else {
                line(depth);
            }
            here = false;
            out.append(text(member.getKey())).append(':');
            value(member.getValue(), depth + 1, false);
        }
    }

    private void line(int depth) {
        out.append('\n').repeat("  ", depth);
    }

    private static String scalar(Json value) {
        return value instanceof Json.Text(String text) ? text(text) : JsonLayout.TERSE.write(value);
    }

    private static String text(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !text.endsWith(" ") && !text.contains("  ")
                && !TYPED.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : JsonLayout.TERSE.write(Json.of(text));
    }
}
