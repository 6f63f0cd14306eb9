package io.l7mp.core.route;

import io.l7mp.core.route.RegexParser.Refused;
import java.util.Optional;

/**
 * How often a part may stand in a row, as it is written after the part.
 *
 * @param most {@link #ANY_NUMBER} for no limit
 * @param end where the rest of the expression begins
 */
record RegexQuantifier(int least, int most, int end) {
    static final int ANY_NUMBER = -1;

    /** Whatever is above is one to us: the program would be too large. */
    private static final int MANY = 1_000_000;
    private static final int MOST_DIGITS = 6;

    /** {@return what stands at that place; empty if it is no quantifier, as a brace may be} */
    static Optional<RegexQuantifier> at(String source, int start) throws Refused {
        var found = start < source.length() ? read(source, start) : Optional.<RegexQuantifier>empty();
        if (found.isPresent() && found.get().most != ANY_NUMBER && found.get().most < found.get().least) {
            throw new Refused("a range of repetitions that is the wrong way round");
        }
        return found;
    }

    private static Optional<RegexQuantifier> read(String source, int start) {
        return switch (source.charAt(start)) {
            case '*' -> Optional.of(new RegexQuantifier(0, ANY_NUMBER, start + 1));
            case '+' -> Optional.of(new RegexQuantifier(1, ANY_NUMBER, start + 1));
            case '?' -> Optional.of(new RegexQuantifier(0, 1, start + 1));
            case '{' -> braces(source, start);
            default -> Optional.empty();
        };
    }

    private static Optional<RegexQuantifier> braces(String source, int start) {
        int close = source.indexOf('}', start);
        if (close < 0) {
            return Optional.empty();
        }
        var inner = source.substring(start + 1, close);
        int comma = inner.indexOf(',');
        var least = comma < 0 ? inner : inner.substring(0, comma);
        var most = comma < 0 ? inner : inner.substring(comma + 1);
        boolean open = comma >= 0 && most.isEmpty();
        if (!isNumber(least) || (!open && !isNumber(most))) {
            return Optional.empty();
        }
        return Optional.of(new RegexQuantifier(number(least), open ? ANY_NUMBER : number(most), close + 1));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int number(String digits) {
        return digits.length() > MOST_DIGITS ? MANY : Integer.parseInt(digits);
    }
}
