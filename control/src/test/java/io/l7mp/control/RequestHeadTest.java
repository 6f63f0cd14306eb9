package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
    private static final Metadata HTTP = Metadata.of(
            Json.obj("HTTP", Json.obj("method", "GET", "url", Json.obj("path", "/a?b"))));

    private static boolean isLocal(Json address) {
        return RequestHead.of(HTTP.with(Path.of("/IP/src_addr"), address)).orElseThrow().isLocal();
    }

    @Test
    void callersOnLoopbackAddressesAreLocal() {
        for (var address : List.of("127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1")) {
            assertThat(isLocal(Json.of(address))).as(address).isTrue();
        }
    }

    @Test
    void allOthersAreNot() {
        for (var address : List.of("128.0.0.1", "10.0.0.1", "::2", "::", "0.0.0.0", "::ffff:10.0.0.1",
                "fe80::1%lo",
                "localhost", "", "127.0.0.1 ", "127.0.0.1.example.com")) {
            assertThat(isLocal(Json.of(address))).as(address).isFalse();
        }
        assertThat(isLocal(Json.of(1))).isFalse();
        assertThat(isLocal(Json.NULL)).isFalse();
    }

    @Test
    void whoComesWithoutAnAddressCameThroughAFile() {
        assertThat(RequestHead.of(HTTP).orElseThrow().isLocal()).isTrue();
        assertThat(RequestHead.of(HTTP.with(Path.of("/IP/dst_addr"), Json.of("127.0.0.1"))).orElseThrow()
                .isLocal())
                .isFalse();
    }

    @Test
    void readsWhatIsThere() {
        var head = RequestHead.of(HTTP.with(Path.of("/HTTP/headers/content-length"), Json.of("12")))
                .orElseThrow();

        assertThat(head).isEqualTo(new RequestHead("GET", "/a?b", "", 12, true));
    }

    @Test
    void aSessionWithoutMethodOrPathIsNoRequest() {
        assertThat(RequestHead.of(Metadata.EMPTY)).isEmpty();
        assertThat(RequestHead.of(Metadata.of(Json.obj("HTTP", Json.obj("method", "GET"))))).isEmpty();
        assertThat(RequestHead.of(HTTP.with(Path.of("/HTTP/method"), Json.of(1)))).isEmpty();
    }
}
