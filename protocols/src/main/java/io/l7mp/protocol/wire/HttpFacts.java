package io.l7mp.protocol.wire;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What rules may know of a request and of the connection it came on. Kept as it was parsed; JSON is made when somebody asks, and
 * the three most asked-for places are found without making any.
 *
 * @param connection on which it came
 * @param version such as {@code 1.1}
 * @param method such as {@code GET}
 * @param url the request target
 * @param headers by name in small letters; several of one name are one, joined with a comma
 */
public record HttpFacts(TcpFacts connection, String version, String method, HttpUrl url,
        Map<String, String> headers) implements Metadata.Facts {
    /** Copies what could change. */
    public HttpFacts {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Keeps what is worth knowing.
     *
     * @param request read only during this call
     * @param connection on which it came
     * @return the facts
     */
    public static HttpFacts of(HttpRequest request, TcpFacts connection) {
        var version = request.protocolVersion();
        return new HttpFacts(connection, version.majorVersion() + "." + version.minorVersion(),
                request.method().name(), HttpUrl.of(request.uri()), joined(request.headers()));
    }

    /**
     * Makes one entry of each name.
     *
     * @param headers as they came
     * @return by name in small letters
     */
    public static Map<String, String> joined(HttpHeaders headers) {
        var byName = new LinkedHashMap<String, String>();
        headers.iteratorCharSequence().forEachRemaining(header -> byName.merge(
                header.getKey().toString().toLowerCase(Locale.ROOT), header.getValue().toString(),
                (first, more) -> first + ", " + more));
        return byName;
    }

    /**
     * Reads one header.
     *
     * @param name in small letters
     * @return its value, empty if there is none
     */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** {@return how long the body is said to be; 0 where nothing readable is said} */
    public long announced() {
        try {
            return Long.parseLong(header("content-length"));
        } catch (NumberFormatException unsaid) {
            return 0;
        }
    }

    /**
     * Makes the session's name.
     *
     * @param protocol its first word
     * @param id the listener's number for it
     * @return such as {@code HTTP:127.0.0.1:40000-127.0.0.1:80-0}
     */
    public String session(String protocol, long id) {
        return protocol + ":" + connection + "-" + id;
    }

    @Override
    public Optional<Json> get(Path path) {
        var names = path.segments();
        if (names.size() == 3 && names.get(0).equals("HTTP")) {
            if (names.get(1).equals("headers")) {
                return Optional.ofNullable(headers.get(names.get(2))).map(Json::of);
            }
            if (names.get(1).equals("url")) {
                return url.get(names.get(2)).map(Json::of);
            }
        }
        return path.get(json());
    }

    @Override
    public Json.Obj json() {
        var all = new LinkedHashMap<String, Json>();
        headers.forEach((name, value) -> all.put(name, Json.of(value)));
        return connection.json().with("HTTP", Json.obj("version", version, "method", method,
                "url", url.json(), "headers", new Json.Obj(all)));
    }
}
