package io.l7mp.protocol.wire;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads heads out of metadata, and knows which headers belong to one connection and are never carried to another. */
public final class HttpHeaderRules {
    /** RFC 9110, section 7.6.1, and those by which a message says where it ends. */
    private static final Set<String> OF_ONE_HOP = Set.of("connection", "keep-alive", "te", "trailer",
            "transfer-encoding", "upgrade", "content-length", "http2-settings");

    private static final Path STATUS = Path.of("/HTTP/status");
    private static final Path HEADERS = Path.of("/HTTP/headers");

    private HttpHeaderRules() {}

    /**
     * Reads the headers.
     *
     * @param metadata with {@code HTTP/headers}, or without
     * @return an object of them, empty if there are none
     */
    public static Json.Obj of(Metadata metadata) {
        return metadata.get(HEADERS).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast)
                .orElse(Json.EMPTY);
    }

    /**
     * Reads the status.
     *
     * @param metadata with {@code HTTP/status}, or without
     * @return the status; 200 where there is none that could be the last one of an answer
     */
    public static int status(Metadata metadata) {
        var given = metadata.get(STATUS).flatMap(HttpHeaderRules::text).orElse("");
        return given.matches("[2-5][0-9][0-9]") ? Integer.parseInt(given) : 200;
    }

    /**
     * Reads the announced length of the body.
     *
     * @param metadata with headers, or without
     * @return the length; -1 where there is none
     */
    public static long length(Metadata metadata) {
        for (var header : of(metadata).members().entrySet()) {
            var text = header.getKey().equalsIgnoreCase("content-length")
                    ? text(header.getValue()).orElse("")
                    : "";
            if (text.matches("[0-9]{1,18}")) {
                return Long.parseLong(text);
            }
        }
        return -1;
    }

    /**
     * Copies what may go to another connection.
     *
     * @param headers by name; a value is a text, a number, a truth value, or an array of such
     * @param to the head they go to
     * @param wanted asked for each name, in small letters
     */
    public static void copy(Json.Obj headers, HttpHead to, Predicate<String> wanted) {
        var named = named(headers.members());
        headers.members().forEach((name, value) -> {
            var small = name.toLowerCase(Locale.ROOT);
            if (!OF_ONE_HOP.contains(small) && !small.startsWith("proxy-") && !named.contains(small)
                    && wanted.test(small)) {
                add(name, value, to);
            }
        });
    }

    private static void add(String name, Json value, HttpHead to) {
        if (value instanceof Json.Arr several) {
            several.items().forEach(one -> text(one).ifPresent(text -> to.with(name, text)));
        } else {
            text(value).ifPresent(text -> to.with(name, text));
        }
    }

    /** {@return the headers that {@code connection} declares to be of this connection only} */
    private static Set<String> named(Map<String, Json> headers) {
        var named = new HashSet<String>();
        headers.forEach((name, value) -> {
            if (name.equalsIgnoreCase("connection")) {
                for (var word : text(value).orElse("").split(",", -1)) {
                    named.add(word.strip().toLowerCase(Locale.ROOT));
                }
            }
        });
        return named;
    }

    /**
     * Makes text of a scalar.
     *
     * @param value any value
     * @return its text; nothing where it has none
     */
    public static Optional<String> text(Json value) {
        return switch (value) {
            case Json.Text text -> Optional.of(text.value());
            case Json.Num number -> Optional.of(number.value().toString());
            case Json.Bool truth -> Optional.of(Boolean.toString(truth.value()));
            case Json.Obj _,Json.Arr _,Json.Null _ -> Optional.empty();
        };
    }
}
