package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.HttpFacts;
import io.l7mp.protocol.wire.HttpHead;
import io.l7mp.protocol.wire.HttpIntake;
import io.l7mp.protocol.wire.HttpRefusal;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.ListenerEnv;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;
import java.util.Optional;

/** What all connections of one listener share. Immutable, any thread. */
record WebSocketSite(WebSocketListenerSpec spec, Acceptor acceptor, ListenerEnv env) {
    private static final String UPGRADE_REQUIRED = "Upgrade Required";

    WebSocketLimits limits() {
        return new WebSocketLimits(spec.maxMessage(), Duration.ofSeconds(spec.pingInterval()), env.linger());
    }

    /** {@return the whole answer to a request that is no good upgrade; empty if it is one} */
    Optional<ByteBuf> fault(HttpRequest request, HttpFacts facts) {
        var fault = HttpIntake.fault(request);
        if (fault.isPresent()) {
            return Optional.of(refused(HttpIntake.reason(fault.get()), fault.get()));
        }
        if (!request.method().equals(HttpMethod.GET) || !facts.version().equals("1.1")
                || !Upgrade.has(facts.header("upgrade"), "websocket")
                || !Upgrade.has(facts.header("connection"), "upgrade")
                || !facts.header("sec-websocket-version").equals(Upgrade.VERSION)) {
            env.refused("upgrade");
            return Optional.of(upgradeRequired());
        }
        if (!Upgrade.isKey(facts.header("sec-websocket-key"))) {
            return Optional.of(
                    refused("malformed", HttpRefusal.of(400, "Sec-WebSocket-Key is missing or malformed")));
        }
        if (HttpUtil.isTransferEncodingChunked(request)
                || !request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0")) {
            return Optional.of(refused("malformed", HttpRefusal.of(400, "An upgrade request has no body")));
        }
        return facts.url().path().startsWith(spec.path())
                ? Optional.empty()
                : Optional.of(refused("path", HttpRefusal.of(404, "Nothing at " + facts.url().path())));
    }

    private ByteBuf refused(String reason, HttpRefusal refusal) {
        env.refused(reason);
        return answer(refusal);
    }

    ByteBuf answer(HttpRefusal refusal) {
        return refusal.bytes(env.buffers(), env.json(), false, true);
    }

    private ByteBuf upgradeRequired() {
        return HttpHead.answer(426, UPGRADE_REQUIRED)
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade, close")
                .with("Sec-WebSocket-Version", Upgrade.VERSION)
                .with("Content-Type", "text/plain")
                .with("Content-Length", Integer.toString(UPGRADE_REQUIRED.length()))
                .end(env.buffers(), UPGRADE_REQUIRED);
    }
}
