package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
    private static String text(HttpHead head) {
        var bytes = head.end(UnpooledByteBufAllocator.DEFAULT);
        var text = bytes.toString(StandardCharsets.ISO_8859_1);
        bytes.release();
        return text;
    }

    @Test
    void keepsOneHeaderOnOneLine() {
        var head = HttpHead.answer(200, "OK\r\nX: y").with("A", "b\r\n\u0000c\u007f").with("D\r\nE", "f")
                .with("", "g")
                .with("H", "\u00e9");

        assertThat(text(head)).isEqualTo("HTTP/1.1 200 OK  X: y\r\nA: b   c\r\nH: \u00e9\r\n\r\n");
    }

    @Test
    void encodesWhatHasNoPlaceInATarget() {
        assertThat(text(HttpHead.request("GET", "/a b\r\nX: y#\u00e9%20"))).isEqualTo(
                "GET /a%20b%0D%0AX:%20y%23%C3%A9%20 HTTP/1.1\r\n\r\n");
    }

    @Test
    void carriesNoHeaderOfOneHop() {
        var head = HttpHead.answer(200, "OK");
        var headers = Json.obj("connection", "keep-alive, X-Own", "x-own", "1", "keep-alive", "5", "te",
                "trailers",
                "trailer", "x", "transfer-encoding", "chunked", "upgrade", "h2c", "proxy-authorization",
                "secret",
                "content-length", 5, "x-other", "2", "x-number", 3, "x-null", Json.NULL);

        HttpHeaderRules.copy(headers, head, name -> !name.equals("x-number"));

        assertThat(text(head)).isEqualTo("HTTP/1.1 200 OK\r\nx-other: 2\r\n\r\n");
    }

    @Test
    void answersWithFinalStatusesOnly() {
        for (var status : new Object[]{100, 101, 199, 600, 0, "abc", true, 20}) {
            assertThat(HttpHeaderRules.status(Metadata.of(Json.obj("HTTP", Json.obj("status", status)))))
                    .isEqualTo(200);
        }
        assertThat(HttpHeaderRules.status(Metadata.of(Json.obj("HTTP", Json.obj("status", "404")))))
                .isEqualTo(404);
        assertThat(HttpHeaderRules.status(Metadata.EMPTY)).isEqualTo(200);
    }

    @Test
    void takesAWholeUrlApart() {
        assertThat(HttpUrl.of("http://user@[::1]:8080/a?b=c")).isEqualTo(
                new HttpUrl("http://user@[::1]:8080/a?b=c", "http", "::1", "8080", "/a?b=c", "b=c"));
        assertThat(HttpUrl.of("HTTP://host?q"))
                .isEqualTo(new HttpUrl("HTTP://host?q", "http", "host", "", "/?q", "q"));
        assertThat(HttpUrl.of("/a?u=http://b")).isEqualTo(
                new HttpUrl("/a?u=http://b", "", "", "", "/a?u=http://b", "u=http://b"));
        assertThat(HttpUrl.of("*").path()).isEqualTo("*");
    }
}
