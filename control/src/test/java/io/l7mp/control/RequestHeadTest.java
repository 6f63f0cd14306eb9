package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
    private static final Metadata HTTP = Metadata.of(
            Json.obj("HTTP", Json.obj("method", "GET", "url", Json.obj("path", "/a?b"))));

    private static RequestHead with(String header, String value) {
        return RequestHead.of(HTTP.with(Path.of("/HTTP/headers/" + header), Json.of(value))).orElseThrow();
    }

    @Test
    void readsWhatIsThere() {
        assertThat(with("content-type", "text/yaml"))
                .isEqualTo(new RequestHead("GET", "/a?b", "text/yaml", 0));
    }

    @Test
    void knowsWhetherABodyFollows() {
        assertThat(with("content-length", "12").announced()).isEqualTo(12);
        assertThat(with("content-length", "0").announced()).isZero();
        assertThat(with("content-length", "x").announced()).isEqualTo(-1);
        assertThat(with("transfer-encoding", "chunked").announced()).isEqualTo(-1);
    }

    @Test
    void aSessionWithoutMethodOrPathIsNoRequest() {
        assertThat(RequestHead.of(Metadata.EMPTY)).isEmpty();
        assertThat(RequestHead.of(Metadata.of(Json.obj("HTTP", Json.obj("method", "GET"))))).isEmpty();
        assertThat(RequestHead.of(HTTP.with(Path.of("/HTTP/method"), Json.of(1)))).isEmpty();
    }
}
