package io.l7mp.testkit;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** JSON text (RFC 8259) for tests, small and strict, so that tests of protocols need no library. */
public enum TinyJson implements JsonText {
    /** The only one; it keeps nothing. */
    TEXT;

    @Override
    public Json read(String text) {
        var reader = new Reader(text);
        var value = reader.value(0);
        reader.end();
        return value;
    }

    @Override
    public String write(Json value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj(var members) -> {
                var comma = "";
                out.append('{');
                for (var member : members.entrySet()) {
                    out.append(comma);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    comma = ",";
                }
                out.append('}');
            }
            case Json.Arr(var items) -> {
                var comma = "";
                out.append('[');
                for (var item : items) {
                    out.append(comma);
                    write(item, out);
                    comma = ",";
                }
                out.append(']');
            }
            case Json.Text(var text) -> quote(text, out);
            case Json.Num(var number) -> out.append(number);
            case Json.Bool(var truth) -> out.append(truth);
            case Json.Null() -> out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** One pass over a text. */
    private static final class Reader {
        private static final int DEEPEST = 100;

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Json value(int depth) {
            if (depth > DEEPEST) {
                throw wrong("at most " + DEEPEST + " levels");
            }
            skipSpace();
            return switch (peek()) {
                case '{' -> object(depth);
                case '[' -> array(depth);
                case '"' -> Json.of(string());
                case 't' -> word("true", Json.of(true));
                case 'f' -> word("false", Json.of(false));
                case 'n' -> word("null", Json.NULL);
                default -> number();
            };
        }

        private Json object(int depth) {
            var members = new LinkedHashMap<String, Json>();
            at++;
            if (!next('}')) {
                do {
                    skipSpace();
                    var name = string();
                    expect(':');
                    members.put(name, value(depth + 1));
                } while (next(','));
                expect('}');
            }
            return new Json.Obj(members);
        }

        private Json array(int depth) {
            var items = new ArrayList<Json>();
            at++;
            if (!next(']')) {
                do {
                    items.add(value(depth + 1));
                } while (next(','));
                expect(']');
            }
            return new Json.Arr(items);
        }

        private String string() {
            expect('"');
            var out = new StringBuilder();
            while (peek() != '"') {
                char c = text.charAt(at++);
                if (c < ' ') {
                    throw wrong("no control character in a string");
                }
                out.append(c == '\\' ? escape() : c);
            }
            at++;
            return out.toString();
        }

        private char escape() {
            char c = peek();
            at++;
            return switch (c) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case '"', '\\', '/' -> c;
                case 'u' -> {
                    if (at + 4 > text.length()) {
                        throw wrong("four hexadecimal digits");
                    }
                    var digits = text.substring(at, at + 4);
                    at += 4;
                    yield (char) hexadecimal(digits);
                }
                default -> throw wrong("an escape");
            };
        }

        private int hexadecimal(String digits) {
            if (!digits.matches("[0-9a-fA-F]{4}")) {
                throw wrong("four hexadecimal digits");
            }
            return Integer.parseInt(digits, 16);
        }

        private Json number() {
            int from = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            var digits = text.substring(from, at);
            if (!digits.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
                throw wrong("a value");
            }
            return digits.matches("-?\\d{1,18}")
                    ? Json.of(Long.parseLong(digits))
                    : Json.of(Double.parseDouble(digits));
        }

        private Json word(String word, Json value) {
            if (!text.startsWith(word, at)) {
                throw wrong(word);
            }
            at += word.length();
            return value;
        }

        private void skipSpace() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() {
            if (at >= text.length()) {
                throw wrong("more text");
            }
            return text.charAt(at);
        }

        private boolean next(char wanted) {
            skipSpace();
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private void expect(char wanted) {
            if (!next(wanted)) {
                throw wrong("'" + wanted + "'");
            }
        }

        void end() {
            skipSpace();
            if (at < text.length()) {
                throw wrong("nothing after the value");
            }
        }

        private ConfigException wrong(String expected) {
            return new ConfigException("", text, expected + " at character " + at);
        }
    }
}
