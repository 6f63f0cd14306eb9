package io.l7mp.control;

import io.l7mp.spi.Metadata;
import java.util.Optional;

/**
 * What a session's metadata say of a request, after all rewrites.
 *
 * @param method such as {@code GET}
 * @param target path and query, still encoded
 * @param contentType empty if none was given
 * @param announced length of the body; -1 if there is one whose length was not given, 0 if there is none
 */
record RequestHead(String method, String target, String contentType, long announced) {
    /** {@return the head; nothing where the metadata are not those of a request} */
    static Optional<RequestHead> of(Metadata metadata) {
        var method = metadata.text("/HTTP/method");
        var target = metadata.text("/HTTP/url/path");
        return method.isEmpty() || target.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestHead(method.get(), target.get(),
                        metadata.text("/HTTP/headers/content-type").orElse(""), announced(metadata)));
    }

    private static long announced(Metadata metadata) {
        var length = metadata.text("/HTTP/headers/content-length");
        if (length.isEmpty()) {
            return metadata.text("/HTTP/headers/transfer-encoding").isEmpty() ? 0 : -1;
        }
        return length.get().matches("[0-9]{1,18}") ? Long.parseLong(length.get()) : -1;
    }
}
