package io.l7mp.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketCloseTest {
    private static Metadata trailers(Object code) {
        return Metadata.of(Json.obj("WebSocket", Json.obj("code", code, "reason", "r")));
    }

    @Test
    void passesOnWhatTheOtherSideSaid() {
        assertThat(WebSocketClose.of(trailers(4001))).isEqualTo(new WebSocketClose(4001, "r"));
        assertThat(WebSocketClose.of(new WebSocketClose(1005, "").trailers()))
                .isEqualTo(new WebSocketClose(1005, ""));
    }

    @Test
    void neverSendsACodeThatIsNotForTheWire() {
        for (var code : new Object[]{1006, 1015, 0, 999, 5000, -1, "x", true, 1.5}) {
            assertThat(WebSocketClose.of(trailers(code))).isEqualTo(new WebSocketClose(1000, "r"));
        }
        assertThat(WebSocketClose.of(Metadata.EMPTY)).isEqualTo(new WebSocketClose(1000, ""));
    }

    @Test
    void saysWhySessionsEnd() {
        assertThat(WebSocketClose.of(Cause.DONE).code()).isEqualTo(1000);
        assertThat(WebSocketClose.of(Cause.of(Kind.SHUTDOWN, "")).code()).isEqualTo(1001);
        assertThat(WebSocketClose.of(Cause.of(Kind.RESET, "why"))).isEqualTo(new WebSocketClose(1011, "why"));
    }

    @Test
    void cutsAReasonBetweenCharacters() {
        var cut = new WebSocketClose(1000, "a" + "\u20ac".repeat(100)).reason();

        assertThat(cut).isEqualTo("a" + "\u20ac".repeat(40));
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(new WebSocketClose(1000, "\ud83d\ude00".repeat(40)).reason())
                .isEqualTo("\ud83d\ude00".repeat(30));
    }
}
