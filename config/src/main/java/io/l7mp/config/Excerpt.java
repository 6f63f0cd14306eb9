package io.l7mp.config;

import io.l7mp.spi.Json;

/** Values as they are shown to a user, long ones cut. */
final class Excerpt {
    private static final int LONGEST = 120;

    private Excerpt() {}

    /** {@return a text bare, anything else as JSON} */
    static String of(Json value) {
        return value instanceof Json.Text(String text) && !text.isEmpty() ? cut(text) : quoted(value);
    }

    /** {@return the value as JSON, where its type matters} */
    static String quoted(Json value) {
        return cut(switch (value) {
            case Json.Obj object when object.members().size() > LONGEST -> "an object";
            case Json.Arr array when array.items().size() > LONGEST -> "a list";
            default -> JsonLayout.TERSE.write(value);
        });
    }

    private static String cut(String text) {
        return cut(text, LONGEST);
    }

    /** {@return the text, or its beginning, which does not end in the middle of a character} */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splits ? longest - 1 : longest) + "…";
    }
}
