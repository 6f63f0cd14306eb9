package io.l7mp.proxy;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Names of peers, files and objects come from strangers: here they lose the power to fake lines or to steer a terminal. */
final class LogText {
    /** Lifts a message of level info above it: it is shown where only notices and worse are wanted. */
    static final Marker NOTICE = MarkerFactory.getMarker("notice");

    private LogText() {}

    /** {@return the text on one line} */
    static String line(String text) {
        return isPlain(text) ? text : escaped(text, false);
    }

    /** {@return the text with its lines kept} */
    static String lines(String text) {
        return isPlain(text) ? text : escaped(text, true);
    }

    /** {@return the text as the value behind an equals sign, in quotes where it could be mistaken for more than one} */
    static String value(String text) {
        boolean bare = !text.isEmpty()
                && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=' || c == '\\');
        return bare ? line(text) : '"' + line(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (steers(text.charAt(i)) || isHalf(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text, boolean keepLines) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((!steers(c) && !isHalf(text, i)) || (c == '\n' && keepLines)) {
                out.append(c);
            } else {
                switch (c) {
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    default -> out.append("\\u%04x".formatted((int) c));
                }
            }
        }
        return out.toString();
    }

    /** Half of a character has no bytes in UTF-8, and would be written as a question mark. */
    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /** Control characters, line ends of other alphabets, and marks that turn the direction of writing around. */
    private static boolean steers(char c) {
        return c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u061c' || (c >= '\u200e' && c <= '\u200f')
                || (c >= '\u2028' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }
}
