package io.l7mp.core.cluster;

import io.l7mp.spi.Json;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** JSON values as the text that JavaScript makes of them, which is what the reference hashes. */
final class HashRingKey {
    /** The greatest exponent that JavaScript writes without one: digits up to 10^21. */
    private static final int LONGEST = 21;
    /** The least: zeros after the point. */
    private static final int MOST_ZEROS = 6;

    private HashRingKey() {}

    static String text(Json value) {
        return switch (value) {
            case Json.Text(var text) -> text;
            case Json.Num number -> number(number.real());
            case Json.Bool(boolean truth) -> Boolean.toString(truth);
            case Json.Null _ -> "null";
            case Json.Obj _ -> "[object Object]";
            case Json.Arr(var items) -> items.stream()
                    .map(item -> item instanceof Json.Null ? "" : text(item))
                    .collect(Collectors.joining(","));
        };
    }

    /** ECMA-262, section 6.1.6.1.20; both languages write the fewest digits that give the number back. */
    private static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        var exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        var digits = exact.unscaledValue().toString();
        int point = digits.length() - exact.scale();
        var sign = value < 0 ? "-" : "";
        if (point > LONGEST || point <= -MOST_ZEROS) {
            var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return sign + digits.charAt(0) + fraction + (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
        }
        return sign + exact.toPlainString();
    }
}
