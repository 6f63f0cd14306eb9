package io.l7mp.protocol.wire;

import io.l7mp.spi.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * A request target taken apart (RFC 9112, section 3.2). Nothing is decoded or made shorter: rules see what the peer wrote.
 *
 * @param url the whole of it
 * @param protocol such as {@code http}; empty unless the target is a whole URL
 * @param host without brackets; empty unless the target is a whole URL
 * @param port its digits; empty where none were written
 * @param path with the query string
 * @param query after the question mark
 */
public record HttpUrl(String url, String protocol, String host, String port, String path, String query) {
    /**
     * Takes a target apart.
     *
     * @param url such as {@code /a?b=c} or {@code http://host:80/a}
     * @return its parts
     */
    public static HttpUrl of(String url) {
        int scheme = url.startsWith("/") ? -1 : url.indexOf("://");
        if (scheme < 0) {
            return new HttpUrl(url, "", "", "", url, query(url));
        }
        int start = scheme + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        var rest = url.substring(end);
        var path = rest.startsWith("/") ? rest : "/" + rest;
        var authority = url.substring(url.lastIndexOf('@', end - 1) >= start
                ? url.lastIndexOf('@', end - 1) + 1
                : start, end);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        var host = hasPort ? authority.substring(0, colon) : authority;
        return new HttpUrl(url, url.substring(0, scheme).toLowerCase(Locale.ROOT), bare(host),
                hasPort ? authority.substring(colon + 1) : "", path, query(path));
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String query(String path) {
        int mark = path.indexOf('?');
        return mark < 0 ? "" : path.substring(mark + 1);
    }

    /**
     * Reads one part.
     *
     * @param part its name in the metadata
     * @return the part, or nothing if there is none of that name
     */
    public Optional<String> get(String part) {
        return switch (part) {
            case "url", "href" -> Optional.of(url);
            case "protocol" -> Optional.of(protocol);
            case "host" -> Optional.of(host);
            case "port" -> Optional.of(port);
            case "path" -> Optional.of(path);
            case "query" -> Optional.of(query);
            default -> Optional.empty();
        };
    }

    /** {@return all parts} */
    public Json.Obj json() {
        return Json.obj("url", url, "href", url, "protocol", protocol, "host", host, "port", port, "path",
                path, "query", query);
    }
}
