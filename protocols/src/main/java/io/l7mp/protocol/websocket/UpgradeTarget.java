package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.HttpHead;
import io.l7mp.protocol.wire.HttpHeaderRules;
import io.l7mp.protocol.wire.HttpUrl;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.spi.SessionFacts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where an upgrade request goes and what it says, made of the session's metadata; what is missing there comes from the endpoint and
 * the cluster's settings.
 *
 * @param protocol {@code ws} or {@code wss}, or what the metadata says instead
 * @param host without brackets
 * @param port from 1 to 65535; 0 where the metadata names none that is one
 * @param path with a slash in front
 * @param offered sub-protocols
 * @param metadata for the headers
 * @param carriesHost whether the peer's own {@code Host} goes along
 */
record UpgradeTarget(String protocol, String host, int port, String path, List<String> offered,
        Metadata metadata,
        boolean carriesHost) {
    private static final Set<String> SECURE = Set.of("wss", "https");
    private static final Set<String> PLAIN = Set.of("ws", "http");

    static UpgradeTarget of(WebSocketClusterSpec spec, Endpoint endpoint, SessionFacts session) {
        var metadata = session.metadata();
        // A whole URL in the request line is the peer's wish, and peers do not choose where we connect to: rewrites do.
        var wished = HttpUrl.of(part(metadata, "url"));
        var host = bare(part(metadata, "host"));
        boolean isWished = !host.isEmpty() && host.equalsIgnoreCase(wished.host());
        var protocol = isWished ? "ws" : protocol(part(metadata, "protocol"));
        int ownPort = endpoint.port() != 0 ? endpoint.port() : spec.port();
        int standard = ownPort != 0 ? ownPort : SECURE.contains(protocol) ? 443 : 80;
        var path = part(metadata, "path");
        return new UpgradeTarget(protocol, isWished || host.isEmpty() ? bare(endpoint.address()) : host,
                port(isWished ? "" : part(metadata, "port"), standard),
                slashed(path.isEmpty() ? spec.path() : path), offered(session), metadata, spec.carryHost());
    }

    private static String part(Metadata metadata, String name) {
        return metadata.get(Path.of("/HTTP/url/" + name)).flatMap(HttpHeaderRules::text).orElse("");
    }

    private static String protocol(String given) {
        var word = given.toLowerCase(Locale.ROOT).replaceFirst(":(//)?$", "");
        return word.isEmpty() ? "ws" : word;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String given, int standard) {
        if (given.isEmpty()) {
            return standard;
        }
        int port = given.matches("[0-9]{1,5}") ? Integer.parseInt(given) : 0;
        return port <= 65_535 ? port : 0;
    }

    private static String slashed(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    /** What the peer offers; on a re-connect only what was agreed before, since the peer was told so. */
    private static List<String> offered(SessionFacts session) {
        return session.agreed().text(Upgrade.AGREED)
                .map(Upgrade::protocols)
                .orElseGet(() -> Upgrade.protocols(session.metadata()
                        .text("/HTTP/headers/sec-websocket-protocol").orElse("")));
    }

    boolean isSecure() {
        return SECURE.contains(protocol);
    }

    boolean isKnown() {
        return isSecure() || PLAIN.contains(protocol);
    }

    /** {@return the request as bytes} */
    ByteBuf request(ByteBufAllocator buffers, String key) {
        var head = HttpHead.request("GET", path)
                .with("Host", hostHeader())
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Key", key)
                .with("Sec-WebSocket-Version", Upgrade.VERSION);
        if (!offered.isEmpty()) {
            head.with("Sec-WebSocket-Protocol", String.join(", ", offered));
        }
        HttpHeaderRules.copy(HttpHeaderRules.of(metadata), head,
                name -> !name.equals("host") && !name.equals("expect") && !name.startsWith("sec-websocket-"));
        return head.end(buffers);
    }

    private String hostHeader() {
        var carried = carriesHost ? metadata.text("/HTTP/headers/host").orElse("") : "";
        if (!carried.isEmpty()) {
            return carried;
        }
        var name = host.contains(":") ? "[" + host + "]" : host;
        return port == (isSecure() ? 443 : 80) ? name : name + ":" + port;
    }
}
