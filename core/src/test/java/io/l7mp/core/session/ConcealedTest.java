package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import org.junit.jupiter.api.Test;

class ConcealedTest {
    @Test
    void hidesWhatProvesWhoSomebodyIsAndNothingElse() {
        var headers = Json.obj("host", "a", "authorization", "Bearer x", "proxy-authorization", "Basic y",
                "accept", "*/*");
        var metadata = Json.obj("IP", Json.obj("src_addr", "::1"), "HTTP",
                Json.obj("method", "GET", "headers", headers));

        assertThat(Concealed.of(metadata)).isEqualTo(Json.obj("IP", Json.obj("src_addr", "::1"), "HTTP",
                Json.obj("method", "GET", "headers", Json.obj("host", "a", "authorization", "<HIDDEN>",
                        "proxy-authorization", "<HIDDEN>", "accept", "*/*"))));
    }

    @Test
    void leavesOtherMetadataAsTheyAre() {
        for (var metadata : new Json.Obj[]{Json.EMPTY, Json.obj("HTTP", 1),
                Json.obj("HTTP", Json.obj("headers", "authorization"))}) {
            assertThat(Concealed.of(metadata)).isEqualTo(metadata);
        }
    }
}
