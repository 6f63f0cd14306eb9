package io.l7mp.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where requests go: metadata first, then the endpoint, then the cluster. */
class UpgradeTargetTest {
    private static final WebSocketClusterSpec PLAIN = spec("/", false);

    private static WebSocketClusterSpec spec(String path, boolean carryHost) {
        return new WebSocketClusterSpec(8080, new WebSocketClusterSpec.Bind(""), path, carryHost, 1000, 0);
    }

    private static UpgradeTarget target(WebSocketClusterSpec spec, Endpoint endpoint, Json.Obj url,
            Json.Obj headers,
            Metadata agreed) {
        var metadata = Metadata.of(Json.obj("HTTP", Json.obj("url", url, "headers", headers)));
        return UpgradeTarget.of(spec, endpoint, new SessionFacts("s", metadata, agreed));
    }

    private static UpgradeTarget target(String endpoint, Object... url) {
        return target(PLAIN, new Endpoint("e", endpoint, 0, 1), Json.obj(url), Json.EMPTY, Metadata.EMPTY);
    }

    private static String request(UpgradeTarget target) {
        var bytes = target.request(UnpooledByteBufAllocator.DEFAULT, "KEY");
        var text = bytes.toString(StandardCharsets.ISO_8859_1);
        bytes.release();
        return text;
    }

    @Test
    void takesEverythingFromTheClusterWithoutMetadata() {
        var target = UpgradeTarget.of(spec("chat", false), new Endpoint("e", "host", 0, 1),
                new SessionFacts("s", Metadata.EMPTY, Metadata.EMPTY));

        assertThat(request(target))
                .isEqualTo("GET /chat HTTP/1.1\r\nHost: host:8080\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: KEY\r\nSec-WebSocket-Version: 13\r\n\r\n");
        assertThat(target.isSecure()).isFalse();
    }

    @Test
    void prefersThePortOfTheEndpoint() {
        var target = target(PLAIN, new Endpoint("e", "host", 9, 1), Json.EMPTY, Json.EMPTY, Metadata.EMPTY);

        assertThat(target.port()).isEqualTo(9);
    }

    @Test
    void goesWhereARewriteSays() {
        var target = target("host", "url", "/a", "protocol", "wss", "host", "other", "port", 444, "path",
                "/p?q");

        assertThat(target)
                .extracting(UpgradeTarget::host, UpgradeTarget::port, UpgradeTarget::path,
                        UpgradeTarget::isSecure)
                .containsExactly("other", 444, "/p?q", true);
        assertThat(request(target)).contains("\r\nHost: other:444\r\n");
    }

    @Test
    void doesNotLetThePeerChooseWhereToGo() {
        var target = target("host", "url", "https://evil:1/p", "protocol", "https", "host", "evil", "port",
                "1", "path", "/p");

        assertThat(target)
                .extracting(UpgradeTarget::host, UpgradeTarget::port, UpgradeTarget::path,
                        UpgradeTarget::isSecure)
                .containsExactly("host", 8080, "/p", false);
    }

    @Test
    void joinsSlashesOnce() {
        assertThat(target("host", "path", "/a/b").path()).isEqualTo("/a/b");
        assertThat(target("host", "path", "a/b").path()).isEqualTo("/a/b");
    }

    @Test
    void putsBracketsAroundIpv6() {
        assertThat(request(target("::1"))).contains("\r\nHost: [::1]:8080\r\n");
        assertThat(target("[::1]").host()).isEqualTo("::1");
    }

    @Test
    void knowsPortsAndSchemesThatAreNone() {
        assertThat(target("host", "port", "70000").port()).isZero();
        assertThat(target("host", "port", "x").port()).isZero();
        assertThat(target("host", "protocol", "gopher").isKnown()).isFalse();
        assertThat(target("host", "protocol", "WSS:").isSecure()).isTrue();
    }

    @Test
    void carriesHeadersButNotThoseOfOneHop() {
        var headers = Json.obj("host", "client", "connection", "keep-alive, x-hop", "x-hop", "1",
                "transfer-encoding", "chunked",
                "sec-websocket-key", "K", "sec-websocket-version", "8", "sec-websocket-extensions", "e",
                "upgrade", "h2c",
                "cookie", "a=b\r\nEvil: 1", "sec-websocket-protocol", "one, two ,one, b@d");

        var request = request(target(spec("/", true), new Endpoint("e", "host", 0, 1), Json.EMPTY, headers,
                Metadata.EMPTY));

        assertThat(request)
                .isEqualTo("GET / HTTP/1.1\r\nHost: client\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: KEY\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: one, two\r\n"
                        + "cookie: a=b  Evil: 1\r\n\r\n");
    }

    @Test
    void offersOnlyWhatWasAgreedWhenItConnectsAgain() {
        var headers = Json.obj("sec-websocket-protocol", "one, two");

        assertThat(target(PLAIN, new Endpoint("e", "h", 0, 1), Json.EMPTY, headers, Upgrade.facts("two"))
                .offered())
                .containsExactly("two");
        assertThat(
                target(PLAIN, new Endpoint("e", "h", 0, 1), Json.EMPTY, headers, Upgrade.facts("")).offered())
                .isEmpty();
        assertThat(target(PLAIN, new Endpoint("e", "h", 0, 1), Json.EMPTY, headers, Metadata.EMPTY).offered())
                .containsExactly("one", "two");
    }
}
