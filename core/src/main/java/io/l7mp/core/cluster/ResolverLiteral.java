package io.l7mp.core.cluster;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses that are written out, so that nothing has to be looked up. */
final class ResolverLiteral {
    private ResolverLiteral() {}

    /** {@return whether this cannot be a name: it has a colon, or nothing but digits and dots, or nothing at all} */
    static boolean looksLike(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }

    /** {@return the address; empty if it is not one, or of an interface that is not there} */
    static Optional<InetAddress> parse(String host) {
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        try {
            return Optional.of(InetAddress.ofLiteral(brackets ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException _) { // a user's text, for which the caller has the words
            return Optional.empty();
        }
    }
}
