package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Metadata HTTP = Metadata.of(Json.obj("HTTP", Json.obj("method", "GET")));

    private static boolean isLocal(Json address) {
        return Caller.of(HTTP.with(Path.of("/IP/src_addr"), address)).isLocal();
    }

    private static String bearer(String authorization) {
        return Caller.of(HTTP.with(Path.of("/HTTP/headers/authorization"), Json.of(authorization))).bearer();
    }

    @Test
    void callersOnLoopbackAddressesAreLocal() {
        for (var address : List.of("127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1", "::ffff:7f00:1")) {
            assertThat(isLocal(Json.of(address))).as(address).isTrue();
        }
    }

    @Test
    void allOthersAreNot() {
        for (var address : List.of("128.0.0.1", "10.0.0.1", "::2", "::", "0.0.0.0", "::ffff:10.0.0.1",
                "fe80::1%lo", "localhost", "", "127.0.0.1 ", "127.0.0.1.example.com")) {
            assertThat(isLocal(Json.of(address))).as(address).isFalse();
        }
        assertThat(isLocal(Json.of(1))).isFalse();
        assertThat(isLocal(Json.NULL)).isFalse();
    }

    @Test
    void whoComesWithoutAnAddressCameThroughAFile() {
        assertThat(Caller.of(HTTP).isLocal()).isTrue();
        assertThat(Caller.of(HTTP.with(Path.of("/IP/dst_addr"), Json.of("127.0.0.1"))).isLocal()).isFalse();
    }

    @Test
    void whatCallersWriteOfThemselvesIsNotLookedAt() {
        var lying = HTTP.with(Path.of("/IP/src_addr"), Json.of("192.0.2.1"));
        for (var header : List.of("x-forwarded-for", "forwarded", "x-real-ip")) {
            lying = lying.with(Path.of("/HTTP/headers/" + header), Json.of("127.0.0.1"));
        }

        assertThat(Caller.of(lying).isLocal()).isFalse();
        assertThat(Caller.of(lying).isCertified()).isFalse();
    }

    @Test
    void onlyAVerifiedCertificateIsOne() {
        var tls = Json.obj("version", "TLSv1.3", "cipher", "TLS_AES_128_GCM_SHA256");

        assertThat(Caller.of(HTTP.with(Path.of("/TLS"), tls)).isCertified()).isFalse();
        assertThat(Caller.of(HTTP.with(Path.of("/TLS"), tls.with("peer", Json.obj("subject", "CN=a"))))
                .isCertified()).isTrue();
    }

    @Test
    void readsTheTokenAndShowsItToNobody() {
        assertThat(bearer("Bearer abc")).isEqualTo("abc");
        assertThat(bearer("bearer  abc ")).isEqualTo("abc");
        assertThat(bearer("Bearer abc, Bearer def")).isEqualTo("abc, Bearer def");
        assertThat(bearer("Basic abc")).isEmpty();
        assertThat(bearer("Bearer")).isEmpty();
        assertThat(new Caller(false, false, "secret", false)).asString().doesNotContain("secret");
    }
}
