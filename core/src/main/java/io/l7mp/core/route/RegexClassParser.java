package io.l7mp.core.route;

import io.l7mp.core.route.RegexParser.Refused;

/** Reads what stands for one unit in a regular expression: a class in brackets, or what follows a backslash. */
final class RegexClassParser {
    private final String source;
    private int at;

    RegexClassParser(String source, int at) {
        this.source = source;
        this.at = at;
    }

    /** {@return where the rest begins} */
    int at() {
        return at;
    }

    /** {@return the class whose opening bracket was read} */
    RegexNode.Unit bracketed() throws Refused {
        boolean negated = has('^');
        if (negated) {
            at++;
        }
        var set = new CharSet.Builder();
        while (!has(']')) {
            var first = member();
            if (has('-') && at + 1 < source.length() && source.charAt(at + 1) != ']') {
                at++;
                addRange(set, first, member());
            } else {
                set.add(first);
            }
        }
        at++;
        return new RegexNode.Unit(set.build(), negated);
    }

    private static void addRange(CharSet.Builder set, CharSet first, CharSet last) throws Refused {
        int from = first.single();
        int to = last.single();
        if (from < 0 || to < 0) { // a class at either end: the dash is itself
            set.add(first);
            set.add('-', '-');
            set.add(last);
        } else if (from > to) {
            throw new Refused("a range that is the wrong way round");
        } else {
            set.add(from, to);
        }
    }

    private CharSet member() throws Refused {
        if (at >= source.length()) {
            throw new Refused("a class without end");
        }
        char c = source.charAt(at++);
        return c == '\\' ? escape(true) : unit(c);
    }

    private boolean has(char c) throws Refused {
        if (at >= source.length()) {
            throw new Refused("a class without end");
        }
        return source.charAt(at) == c;
    }

    private static CharSet unit(int c) {
        return CharSet.of(c, c);
    }

    /**
     * Reads what follows a backslash.
     *
     * @param inClass whether this is between brackets
     */
    CharSet escape(boolean inClass) throws Refused {
        if (at >= source.length()) {
            throw new Refused("an escape without a character");
        }
        char c = source.charAt(at++);
        return switch (c) {
            case 'd' -> CharSet.DIGIT;
            case 'D' -> CharSet.DIGIT.negated();
            case 'w' -> CharSet.WORD;
            case 'W' -> CharSet.WORD.negated();
            case 's' -> CharSet.SPACE;
            case 'S' -> CharSet.SPACE.negated();
            case 'n' -> unit('\n');
            case 'r' -> unit('\r');
            case 't' -> unit('\t');
            case 'v' -> unit(0x0B);
            case 'f' -> unit('\f');
            case 'b' -> unit(inClass ? '\b' : c);
            case 'c' -> unit(control(inClass));
            case 'x' -> unit(hex(2, c));
            case 'u' -> unit(hex(4, c));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> unit(octal(c - '0'));
            default -> unit(c);
        };
    }

    /** {@return the control character, or the backslash itself where none is named; the letter is then read once more} */
    private int control(boolean inClass) {
        char next = at < source.length() ? source.charAt(at) : ' ';
        boolean letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (letter || (inClass && ((next >= '0' && next <= '9') || next == '_'))) {
            at++;
            return next & 0x1F;
        }
        at--;
        return '\\';
    }

    private int hex(int digits, char otherwise) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at + i < source.length() ? asciiDigit(source.charAt(at + i)) : -1;
            if (digit < 0) {
                return otherwise;
            }
            value = value << 4 | digit;
        }
        at += digits;
        return value;
    }

    private static int asciiDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private int octal(int first) {
        int value = first;
        for (int i = 0; i < 2 && at < source.length(); i++) {
            int digit = source.charAt(at) - '0';
            if (digit < 0 || digit > 7 || value * 8 + digit > 0xFF) {
                break;
            }
            value = value * 8 + digit;
            at++;
        }
        return value;
    }
}
