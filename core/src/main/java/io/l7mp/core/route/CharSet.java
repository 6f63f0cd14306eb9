package io.l7mp.core.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of UTF-16 units, as a class of a regular expression describes one: sorted ranges that do not touch. Immutable. */
final class CharSet {
    private static final int LAST = Character.MAX_VALUE;

    static final CharSet DIGIT = of('0', '9');
    static final CharSet WORD = of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
    /** White space and line ends as ECMAScript counts them. */
    static final CharSet SPACE = of('\t', '\r', ' ', ' ', 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028,
            0x2029, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF);
    /** All that a dot stands for. */
    static final CharSet DOT = of('\n', '\n', '\r', '\r', 0x2028, 0x2029).negated();

    /** First and last of each range in turn. */
    private final int[] bounds;

    private CharSet(int[] bounds) {
        this.bounds = bounds;
    }

    static CharSet of(int... firstAndLast) {
        var builder = new Builder();
        for (int i = 0; i < firstAndLast.length; i += 2) {
            builder.add(firstAndLast[i], firstAndLast[i + 1]);
        }
        return builder.build();
    }

    /** {@return the only unit in it, or -1 if there are more or none} */
    int single() {
        return bounds.length == 2 && bounds[0] == bounds[1] ? bounds[0] : -1;
    }

    boolean has(int unit) {
        int low = 0;
        int high = bounds.length / 2 - 1;
        while (low <= high) {
            int mid = (low + high) >>> 1;
            if (unit < bounds[2 * mid]) {
                high = mid - 1;
            } else if (unit > bounds[2 * mid + 1]) {
                low = mid + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** {@return all that is not in this set} */
    CharSet negated() {
        var builder = new Builder();
        int next = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (next < bounds[i]) {
                builder.add(next, bounds[i] - 1);
            }
            next = bounds[i + 1] + 1;
        }
        if (next <= LAST) {
            builder.add(next, LAST);
        }
        return builder.build();
    }

    /** Collects ranges in any order. */
    static final class Builder {
        private final List<int[]> ranges = new ArrayList<>();

        void add(int first, int last) {
            ranges.add(new int[]{first, last});
        }

        void add(CharSet all) {
            for (int i = 0; i < all.bounds.length; i += 2) {
                add(all.bounds[i], all.bounds[i + 1]);
            }
        }

        CharSet build() {
            ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
            var merged = new int[2 * ranges.size()];
            int size = 0;
            for (var range : ranges) {
                if (size > 0 && range[0] <= merged[size - 1] + 1) {
                    merged[size - 1] = Math.max(merged[size - 1], range[1]);
                } else {
                    merged[size++] = range[0];
                    merged[size++] = range[1];
                }
            }
            return new CharSet(Arrays.copyOf(merged, size));
        }
    }
}
