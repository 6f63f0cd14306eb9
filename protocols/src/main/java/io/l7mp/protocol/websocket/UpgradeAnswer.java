package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.HttpFacts;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said to an upgrade request (RFC 6455, section 4.1).
 *
 * @param protocol the sub-protocol it chose; empty for none
 * @param fault why this is no WebSocket; null if it is one
 */
record UpgradeAnswer(String protocol, @Nullable Cause fault) {
    static UpgradeAnswer of(HttpResponse response, String key, List<String> offered) {
        if (response.decoderResult().isFailure()) {
            return no(Kind.PROTOCOL, "Malformed answer to the upgrade request");
        }
        int status = response.status().code();
        if (status != 101) {
            var said = Metadata.of(Json.obj("status", status));
            return new UpgradeAnswer("",
                    Cause.of(Kind.REFUSED, "Unexpected server response: " + status).with(said));
        }
        var headers = HttpFacts.joined(response.headers());
        if (!Upgrade.has(headers.getOrDefault("upgrade", ""), "websocket")
                || !Upgrade.has(headers.getOrDefault("connection", ""), "upgrade")) {
            return no(Kind.PROTOCOL, "Invalid Upgrade header");
        }
        if (!headers.getOrDefault("sec-websocket-accept", "").equals(Upgrade.accept(key))) {
            return no(Kind.PROTOCOL, "Invalid Sec-WebSocket-Accept header");
        }
        if (headers.containsKey("sec-websocket-extensions")) {
            return no(Kind.PROTOCOL, "Server sent an extension but none was requested");
        }
        var protocol = headers.getOrDefault("sec-websocket-protocol", "");
        if (!protocol.isEmpty() && !offered.contains(protocol)) {
            return no(Kind.PROTOCOL, offered.isEmpty()
                    ? "Server sent a subprotocol but none was requested"
                    : "Server sent an invalid subprotocol");
        }
        return new UpgradeAnswer(protocol, null);
    }

    /** {@return whether another answer follows this one} */
    static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }

    private static UpgradeAnswer no(Kind kind, String text) {
        return new UpgradeAnswer("", Cause.of(kind, text));
    }
}
