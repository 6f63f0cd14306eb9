package io.l7mp.control;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * Tells which requests a browser on this machine may have sent for a page from elsewhere: one whose {@code Origin} is another machine,
 * or one that knows this machine by a domain's name, which its owner can let point here whenever he likes (DNS rebinding).
 */
final class Browsers {
    private Browsers() {}

    /**
     * Tells.
     *
     * @param origin the header; empty if there was none
     * @param host the header; empty if there was none
     */
    static boolean isForeign(String origin, String host) {
        return (!origin.isEmpty() && !isHere(originHost(origin))) || isDomain(name(host));
    }

    /** {@return the host of the page; something that is not here where it has none, as a file} */
    private static String originHost(String origin) {
        try {
            var host = URI.create(origin).getHost();
            return host == null ? "?" : host;
        } catch (IllegalArgumentException _) {
            return "?";
        }
    }

    /** {@return the host without its port} */
    private static String name(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.lastIndexOf(':');
        return end > 0 ? host.substring(0, end) : host;
    }

    private static boolean isHere(String host) {
        return isLocalhost(host) || (isLiteral(host) && literal(host).isLoopbackAddress());
    }

    private static boolean isLocalhost(String host) {
        var plain = plain(host);
        return plain.equals("localhost") || plain.endsWith(".localhost");
    }

    /** A name without a dot is found in no domain but one's own. */
    private static boolean isDomain(String host) {
        return plain(host).contains(".") && !isLocalhost(host) && !isLiteral(host);
    }

    private static String plain(String host) {
        var small = host.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }

    private static boolean isLiteral(String host) {
        try {
            var _ = literal(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static InetAddress literal(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
    }
}
