package io.l7mp.core.route;

import java.util.Arrays;
import java.util.Locale;

/**
 * When two units count as one without regard to case: they have the same upper case, as long as that is one unit, and does not
 * lead into ASCII from outside (ECMA-262, section 22.2.2.7.3, without the flags {@code u} and {@code v}).
 */
final class CaseFolding {
    /** Sorted; those that are not their own upper case. */
    private static final char[] LOWER;
    private static final char[] UPPER;

    static {
        var lower = new char[Character.MAX_VALUE + 1];
        var upper = new char[Character.MAX_VALUE + 1];
        int count = 0;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            var text = Character.toString(c).toUpperCase(Locale.ROOT);
            boolean crosses = c >= 0x80 && text.charAt(0) < 0x80;
            if (text.length() == 1 && text.charAt(0) != c && !crosses) {
                lower[count] = (char) c;
                upper[count++] = text.charAt(0);
            }
        }
        LOWER = Arrays.copyOf(lower, count);
        UPPER = Arrays.copyOf(upper, count);
    }

    private CaseFolding() {}

    /** {@return the unit that stands for all that count as the same} */
    static char of(char c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
        }
        int found = Arrays.binarySearch(LOWER, c);
        return found < 0 ? c : UPPER[found];
    }

    /** {@return the set and what stands for its units: a unit is like one of the set if what stands for it is in here} */
    static CharSet of(CharSet set) {
        var folded = new CharSet.Builder();
        folded.add(set);
        for (int i = 0; i < LOWER.length; i++) {
            if (set.has(LOWER[i])) {
                folded.add(UPPER[i], UPPER[i]);
            }
        }
        return folded.build();
    }
}
