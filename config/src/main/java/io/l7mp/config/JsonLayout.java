package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Locale;
import java.util.Map;

/** How JSON text is laid out: the values of the API's {@code format}, and one for errors. */
public enum JsonLayout {
    /** Two spaces for each level. */
    PLAIN,
    /** No white space. */
    TERSE,
    /** One line, with spaces. */
    SPACE,
    /** One item or member in each line, not indented. */
    LINES,
    /** Commas before the items, so that a new one changes one line. */
    DIFFY,
    /** Four spaces for each level, as the bodies of errors are. */
    ERROR;

    /**
     * Finds a layout.
     *
     * @param word a value of {@code format}
     * @return its layout; {@link #PLAIN} for unknown words
     */
    public static JsonLayout of(String word) {
        for (var layout : values()) {
            if (layout != ERROR && layout.name().toLowerCase(Locale.ROOT).equals(word)) {
                return layout;
            }
        }
        return PLAIN;
    }

    /**
     * Writes a value.
     *
     * @param value what to write
     * @return its text, without a line's end after it
     */
    public String write(Json value) {
        var out = new StringBuilder();
        write(value, out, 0);
        return out.toString();
    }

    private void write(Json value, StringBuilder out, int depth) {
        switch (value) {
            case Json.Obj object -> object(object.members(), out, depth);
            case Json.Arr array -> {
                int i = 0;
                for (var item : array.items()) {
                    out.append(i == 0 ? opening('[', depth) : separator(depth));
                    write(item, out, depth + 1);
                    i++;
                }
                out.append(i == 0 ? "[]" : closing(']', depth));
            }
            case Json.Text text -> JsonString.write(text.value(), out);
            case Json.Num number -> out.append(number.value());
            case Json.Bool truth -> out.append(truth.value());
            case Json.Null _ -> out.append("null");
        }
    }

    private void object(Map<String, Json> members, StringBuilder out, int depth) {
        int i = 0;
        for (var member : members.entrySet()) {
            out.append(i == 0 ? opening('{', depth) : separator(depth));
            JsonString.write(member.getKey(), out);
            out.append(this == TERSE || this == LINES ? ":" : ": ");
            write(member.getValue(), out, depth + 1);
            i++;
        }
        out.append(i == 0 ? "{}" : closing('}', depth));
    }

    private String opening(char bracket, int depth) {
        return switch (this) {
            case TERSE -> String.valueOf(bracket);
            case SPACE -> bracket + " ";
            case LINES -> bracket + "\n";
            case DIFFY -> (depth == 0 ? "" : line(depth)) + bracket + " ";
            case PLAIN, ERROR -> bracket + line(depth + 1);
        };
    }

    private String separator(int depth) {
        return switch (this) {
            case TERSE -> ",";
            case SPACE -> ", ";
            case LINES -> ",\n";
            case DIFFY -> line(depth) + ", ";
            case PLAIN, ERROR -> "," + line(depth + 1);
        };
    }

    private String closing(char bracket, int depth) {
        return switch (this) {
            case TERSE -> String.valueOf(bracket);
            case SPACE -> " " + bracket;
            case LINES -> "\n" + bracket;
            case DIFFY, PLAIN, ERROR -> line(depth) + bracket;
        };
    }

    private String line(int depth) {
        return "\n" + " ".repeat((this == ERROR ? 4 : 2) * depth);
    }
}
