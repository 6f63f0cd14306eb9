package io.l7mp.core.route;

import java.util.Locale;
import java.util.Optional;

/**
 * IPv4 addresses as IPv6 sockets of the reference showed them. Ours are plain everywhere, and so that rules with the old spelling
 * go on working, a plain address is compared under both, if the rule's literal has the prefix at all.
 */
final class MappedAddress {
    private static final String PREFIX = "::ffff:";
    private static final int LONGEST = "255.255.255.255".length();

    private MappedAddress() {}

    /** {@return whether a literal has the old spelling in it} */
    static boolean in(String literal) {
        return literal.toLowerCase(Locale.ROOT).contains(PREFIX);
    }

    /** {@return the old spelling of a plain IPv4 address; empty for any other text} */
    static Optional<String> of(String text) {
        return isPlain(text) ? Optional.of(PREFIX + text) : Optional.empty();
    }

    private static boolean isPlain(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        int dots = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                dots++;
                digits = 0;
                value = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                digits++;
                value = value * 10 + c - '0';
            } else {
                return false;
            }
            if (value > 255) {
                return false;
            }
        }
        return dots == 3 && digits > 0;
    }
}
