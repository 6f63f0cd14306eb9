package io.l7mp.control;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Who sends a request, by what the listener saw and no rewrite has touched. What a caller writes of himself, as a forwarding header, is
 * not looked at.
 *
 * @param isLocal whether on this machine: from a loopback address, or without any, as by a UNIX socket
 * @param isCertified whether a listener has verified his certificate
 * @param bearer the token he shows, not verified; empty for none
 * @param isForeign whether a browser may have been talked into the request by a page from elsewhere
 */
record Caller(boolean isLocal, boolean isCertified, String bearer, boolean isForeign) {
    private static final Path SOURCE = Path.of("/IP/src_addr");
    private static final Path ADDRESSES = Path.of("/IP");
    private static final Path CERTIFICATE = Path.of("/TLS/peer");
    private static final String SCHEME = "bearer ";

    /** {@return the caller of a session} */
    static Caller of(Metadata seen) {
        return new Caller(isLocal(seen), seen.get(CERTIFICATE).filter(Json.Obj.class::isInstance).isPresent(),
                bearer(header(seen, "authorization")),
                Browsers.isForeign(header(seen, "origin"), header(seen, "host")));
    }

    private static String header(Metadata seen, String name) {
        return seen.text("/HTTP/headers/" + name).orElse("");
    }

    private static String bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }

    private static boolean isLocal(Metadata seen) {
        return seen.get(SOURCE).map(Caller::isLoopback).orElseGet(() -> seen.get(ADDRESSES).isEmpty());
    }

    private static boolean isLoopback(Json address) {
        try {
            return address instanceof Json.Text(var literal)
                    && InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false; // no address at all
        }
    }

    /** Without the token, which belongs into no log. */
    @Override
    public String toString() {
        return "Caller[isLocal=" + isLocal + ", isCertified=" + isCertified + ", isForeign=" + isForeign
                + "]";
    }
}
