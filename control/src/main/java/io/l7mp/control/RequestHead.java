package io.l7mp.control;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What a session's metadata say of a request, after all rewrites.
 *
 * @param method such as {@code GET}
 * @param target path and query, still encoded
 * @param contentType empty if none was given
 * @param announced length of the body; -1 if it was not given
 * @param isLocal whether the caller is on this machine
 */
record RequestHead(String method, String target, String contentType, long announced, boolean isLocal) {
    private static final Path SOURCE = Path.of("/IP/src_addr");
    private static final Path ADDRESSES = Path.of("/IP");

    /** {@return the head; nothing where the metadata are not those of a request} */
    static Optional<RequestHead> of(Metadata metadata) {
        var method = metadata.text("/HTTP/method");
        var target = metadata.text("/HTTP/url/path");
        return method.isEmpty() || target.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestHead(method.get(), target.get(),
                        metadata.text("/HTTP/headers/content-type").orElse(""),
                        metadata.text("/HTTP/headers/content-length").map(RequestHead::length).orElse(-1L),
                        isLocal(metadata)));
    }

    private static long length(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    /** Without addresses it came through a file of this machine, a UNIX socket. */
    private static boolean isLocal(Metadata metadata) {
        return metadata.get(SOURCE).map(RequestHead::isLoopback)
                .orElseGet(() -> metadata.get(ADDRESSES).isEmpty());
    }

    private static boolean isLoopback(Json address) {
        try {
            return address instanceof Json.Text(var literal)
                    && InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false; // a rewrite put something else there
        }
    }
}
