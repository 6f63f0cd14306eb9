package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the API, and what all others are told. */
class CallersTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private java.nio.file.Path folder;

    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    private static Metadata from(String address) {
        return SimApi.request("GET", "/api/v1/admin", "", address);
    }

    private static Metadata header(Metadata request, String name, String value) {
        return request.with(Path.of("/HTTP/headers/" + name), Json.of(value));
    }

    private static Metadata showing(String token) {
        return header(from("192.0.2.1"), "authorization", "Bearer " + token);
    }

    private long status(Metadata request) {
        return api.ask(request, "").status();
    }

    @Test
    void strangersHaveToProveWhoTheyAre() {
        var reply = api.ask(from("192.0.2.1"), "");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"l7mp\"");
        assertThat(reply.header("status")).isEqualTo("401");
        assertThat(reply.text()).startsWith("{\n    \"status\": 401,\n    \"message\": \"Unauthorized\",");
        assertThat(reply.content()).contains("token_file", "L7MP_TOKEN", "insecure");
        assertThat(api.totals.refused()).containsEntry("unauthorized", 1L);
    }

    @Test
    void theTokenLetsThemIn() {
        assertThat(status(showing(SimApi.TOKEN))).isEqualTo(200);
        assertThat(status(showing(SimApi.TOKEN + "x"))).isEqualTo(401);
        assertThat(status(header(from("192.0.2.1"), "authorization", "Basic " + SimApi.TOKEN)))
                .isEqualTo(401);
        assertThat(status(header(from("192.0.2.1"), "authorization", SimApi.TOKEN))).isEqualTo(401);
    }

    @Test
    void theTokenMayStandInAFileAndChange() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "a token for a while\n");
        api.load("admin: { token_file: '" + file + "' }");

        assertThat(status(showing("a token for a while"))).isEqualTo(200);
        assertThat(status(showing(SimApi.TOKEN))).isEqualTo(401);
        Files.writeString(file, "a token for the rest\n");
        assertThat(status(showing("a token for a while"))).isEqualTo(401);
        assertThat(status(showing("a token for the rest"))).isEqualTo(200);
        Files.delete(file);
        assertThat(status(showing("a token for the rest"))).isEqualTo(401);
    }

    @Test
    void aVerifiedCertificateLetsThemIn() {
        var certified = from("192.0.2.1").with(Path.of("/TLS"), Json.obj("version", "TLSv1.3", "peer",
                Json.obj("subject", "CN=operator")));

        assertThat(status(certified)).isEqualTo(200);
        assertThat(status(certified.with(Path.of("/TLS"), Json.obj("version", "TLSv1.3")))).isEqualTo(401);
    }

    @Test
    void insecureLetsEverybodyIn() {
        api.load("admin: { insecure: true }");

        assertThat(status(from("192.0.2.1"))).isEqualTo(200);
        assertThat(status(header(from("127.0.0.1"), "origin", "http://example.com"))).isEqualTo(200);
    }

    @Test
    void theBodyOfAStrangerIsNotWaitedFor() {
        for (var request : List.of(header(from("192.0.2.1"), "content-length", "100"),
                header(from("192.0.2.1"), "transfer-encoding", "chunked"),
                header(showing("something else"), "content-length", "100"))) {
            var peer = api.dial(request);
            api.world.runUntil(() -> peer.closed().isPresent(), LONG);

            assertThat(SimApi.reply(peer).status()).isEqualTo(401);
        }
        assertThat(api.world.bytesInUse()).isZero();
    }

    @Test
    void whatARuleWritesOverTheAddressDoesNotMakeAStrangerLocal() {
        api.load("""
                listeners:
                  - name: open
                    spec: { protocol: Sim, port: 2 }
                    rules:
                      - action:
                          rewrite:
                            - { path: /IP/src_addr, value: 127.0.0.1 }
                            - { path: /TLS/peer, value: { subject: CN=me } }
                            - { path: /HTTP/headers/authorization, value: Bearer 0123456789abcdef }
                          route: { destination: controller }
                """);
        var peer = api.world.net().dial(SimSpec.bytes(2), 2, from("192.0.2.1"));
        peer.finish();
        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(SimApi.reply(peer).status()).isEqualTo(401);
    }

    @Test
    void aPageFromElsewhereCannotUseTheBrowserOfThisMachine() {
        var reply = api.ask(header(from("127.0.0.1"), "origin", "http://example.com"), "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("message")).isEqualTo("Forbidden");
        assertThat(status(header(from("::1"), "host", "rebound.example.com:1234"))).isEqualTo(403);
        assertThat(api.totals.refused()).containsEntry("foreign_origin", 2L);
        assertThat(status(header(from("127.0.0.1"), "origin", "http://localhost:3000"))).isEqualTo(200);
        assertThat(status(header(from("127.0.0.1"), "host", "localhost:1234"))).isEqualTo(200);
    }

    @Test
    void whoShowsTheTokenMayComeFromAnyPage() {
        var page = header(from("127.0.0.1"), "origin", "http://example.com");

        assertThat(status(header(page, "authorization", "Bearer " + SimApi.TOKEN))).isEqualTo(200);
        assertThat(status(header(page, "authorization", "Bearer " + SimApi.TOKEN + "x"))).isEqualTo(403);
    }

    @Test
    void nothingOfTheTokenIsShown() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "a token for a while\n");
        api.load("admin: { token_file: '" + file + "' }");

        for (var path : List.of("/api/v1/admin", "/api/v1/config", "/api/v1/sessions")) {
            var asked = SimApi.request("GET", path, "", "192.0.2.1");
            var reply = api.ask(header(asked, "authorization", "Bearer a token for a while"), "");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).as(path).doesNotContain("a token for a while", file.toString());
        }
    }

    @Test
    void aStrangerWhoLeavesWhileHisTokenIsReadLeavesNothing() {
        for (int i = 0; i < 300; i++) {
            var peer = api.dial(showing(SimApi.TOKEN));
            api.world.run(Duration.ofNanos(i * 1_000L));
            peer.reset();
        }
        api.world.settle();

        assertThat(api.office.hall().sessions().size()).isZero();
        assertThat(api.totals.bugs()).isZero();
        assertThat(status(showing(SimApi.TOKEN))).isEqualTo(200);
    }

    @Test
    void strangersTakeNoPlaceFromCallersOfThisMachine() {
        var strangers = IntStream.range(0, 400).mapToObj(_ -> api.dial(showing("not the right token")))
                .toList();
        strangers.forEach(SimPeer::finish);
        var local = api.dial(from("127.0.0.1"));
        local.finish();
        api.world.runUntil(() -> local.closed().isPresent(), LONG);
        api.world.settle();

        assertThat(SimApi.reply(local).status()).isEqualTo(200);
        assertThat(strangers).allSatisfy(peer -> assertThat(SimApi.reply(peer).status()).isIn(401L, 503L));
    }
}
