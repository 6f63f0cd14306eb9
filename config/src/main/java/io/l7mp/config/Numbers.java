package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Optional;

/** Digits to numbers, in time proportional to their count: whole where 64 bits suffice, else the nearest double. */
final class Numbers {
    private Numbers() {}

    /** {@return the number, or nothing if it is too large for a double} */
    static Optional<Json> decimal(String text) {
        if (!hasFraction(text)) {
            try {
                return Optional.of(Json.of(Long.parseLong(text)));
            } catch (NumberFormatException _) {
                // More than 64 bits: the nearest double will do.
            }
        }
        double real = Double.parseDouble(text);
        return Double.isFinite(real) ? Optional.of(Json.of(real)) : Optional.empty();
    }

    private static boolean hasFraction(String text) {
        return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }

    /** {@return the number of YAML's core schema, or nothing if it is infinite, no number or too large} */
    static Optional<Json> core(String text) {
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : 10;
        if (radix == 10) {
            return text.endsWith("inf") || text.endsWith("nan") || text.endsWith("Inf")
                    || text.endsWith("NaN")
                    || text.endsWith("INF") || text.endsWith("NAN")
                            ? Optional.empty()
                            : decimal(text);
        }
        try {
            return Optional.of(Json.of(Long.parseLong(text.substring(2), radix)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
