package io.l7mp.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.l7mp.protocol.wire.Authority;
import io.l7mp.protocol.wire.HttpDoors;
import io.l7mp.protocol.wire.HttpRaw;
import io.l7mp.protocol.wire.TlsClient;
import io.l7mp.protocol.wire.TlsSpec;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of an HTTP listener with TLS see, those with a good certificate and others. */
class HttpsListenerTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    private final Authority authority = new Authority("CN=Authority");
    private final Authority stranger = new Authority("CN=Stranger");

    @TempDir
    Path folder;

    private HttpDoors doors;

    @BeforeEach
    void open() {
        reopen("require");
    }

    @AfterEach
    void close() {
        doors.close();
    }

    private void reopen(String clientAuth) {
        if (doors != null) {
            doors.close();
        }
        install(authority.issue("proxy.test"));
        var spec = new TlsSpec(folder.resolve("proxy.pem").toString(),
                folder.resolve("proxy.key").toString(),
                Authority.write(folder.resolve("ca.pem"), authority.pem()), clientAuth);
        doors = HttpDoors.open(new HttpProtocol(), new HttpListenerSpec(0, "", "", spec),
                HttpDoors.Session::mirror);
    }

    private void install(Authority.Issued identity) {
        Authority.write(folder.resolve("proxy.pem"), identity.pem());
        Authority.write(folder.resolve("proxy.key"), identity.key());
    }

    private TlsClient known() {
        return TlsClient.as(authority.issue("client.test"), authority);
    }

    /** TLS 1.3 tells a client that it was turned away only when it reads. */
    private void isTurnedAway(TlsClient client) {
        long before = doors.env().refusals("tls_handshake");
        assertThatThrownBy(() -> {
            try (var socket = client.connect(doors.port())) {
                int _ = socket.getInputStream().read();
            }
        }).isInstanceOf(IOException.class);
        await().until(() -> doors.env().refusals("tls_handshake") == before + 1);
        assertThat(doors.noOffer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesClientsWhoseCertificateIsGood(String version) {
        try (var client = known().only(version).raw(doors.port())) {
            client.send(POST + POST);

            assertThat(client.readUntil(CHUNKS)).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(client.readUntil(CHUNKS)).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void tellsRulesWhoTheClientIs() {
        try (var client = known().only("TLSv1.3").raw(doors.port())) {
            client.send(GET).readToEnd();

            var tls = (Json.Obj) doors.offer().metadata().json().get("TLS").orElseThrow();

            assertThat(tls.get("version")).contains(Json.of("TLSv1.3"));
            assertThat(tls.get("sni")).contains(Json.of("proxy.test"));
            var peer = (Json.Obj) tls.get("peer").orElseThrow();
            assertThat(peer.without("serial")).isEqualTo(Json.obj("subject", "CN=client.test",
                    "issuer", "CN=Authority", "sans", Json.of(List.of(Json.of("DNS:client.test")))));
        }
    }

    @Test
    void saysTheLastWordInOrder() throws IOException {
        try (var socket = known().connect(doors.port())) {
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(),
                    StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void turnsAwayWhoeverCannotProveWhoHeIs(String version) {
        isTurnedAway(TlsClient.trusting(authority).only(version));
        isTurnedAway(TlsClient.as(stranger.issue("client.test"), authority).only(version));
        isTurnedAway(TlsClient.as(authority.issueExpired("client.test"), authority).only(version));
    }

    @Test
    void servesClientsWithoutCertificateWhereItOnlyAsks() {
        reopen("request");
        try (var client = TlsClient.trusting(authority).raw(doors.port())) {
            assertThat(client.send(GET).readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
        }

        var tls = (Json.Obj) doors.offer().metadata().json().get("TLS").orElseThrow();
        assertThat(tls.get("peer")).isEmpty();
        isTurnedAway(TlsClient.as(stranger.issue("client.test"), authority));
    }

    @Test
    void asksNobodyWhereItShallNot() {
        reopen("none");
        try (var client = known().raw(doors.port())) {
            client.send(GET).readToEnd();
        }

        var tls = (Json.Obj) doors.offer().metadata().json().get("TLS").orElseThrow();
        assertThat(tls.get("peer")).isEmpty();
    }

    @Test
    void turnsAwayPlainBytes() {
        try (var client = HttpRaw.to(doors.port())) {
            assertThat(client.send(GET).readToEnd()).doesNotContain("HTTP");
        }

        await().until(() -> doors.env().refusals("tls_handshake") == 1);
        assertThat(doors.noOffer()).isTrue();
    }

    @Test
    void turnsAwayOldVersions() {
        var hello = new byte[]{22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2};
        var body = Arrays.copyOf(hello, 50); // the client's random, and no session
        System.arraycopy(new byte[]{0, 2, (byte) 0xc0, 9, 1, 0}, 0, body, 44, 6);

        try (var client = HttpRaw.to(doors.port())) {
            assertThat(client.send(body).read(7)).startsWith(21, 3).endsWith(2, 70); // alert: protocol_version
        }
    }

    @Test
    void refusesToShakeHandsAgain() throws IOException {
        try (var socket = known().only("TLSv1.2").connect(doors.port())) {
            socket.getOutputStream().write(POST.getBytes(StandardCharsets.US_ASCII));
            assertThat((char) socket.getInputStream().read()).isEqualTo('H');

            assertThatThrownBy(() -> {
                socket.startHandshake();
                socket.getInputStream().readAllBytes();
            }).isInstanceOf(IOException.class);
        }
    }

    @Test
    void forgetsClientsThatLeaveInTheMiddleOfTheHandshake() {
        try (var client = HttpRaw.to(doors.port())) {
            client.send(new byte[]{22, 3, 1, 2, 0}).endSending();
            assertThat(client.readToEnd()).doesNotContain("HTTP");
        }
        HttpRaw.to(doors.port()).send(new byte[]{22, 3, 1}).reset();

        await().until(() -> doors.env().refusals("tls_handshake") == 2);
    }

    @Test
    void boundsHandshakesUnderWayAndServesWhenTheyAreOver() {
        var idle = new ArrayList<HttpRaw>();
        for (int i = 0; i < 1_050; i++) {
            idle.add(HttpRaw.to(doors.port()));
        }
        await().until(() -> doors.env().refusals("tls_busy") == 50);

        idle.forEach(HttpRaw::reset);

        await().until(() -> doors.env().refusals("tls_handshake") == 1_000);
        try (var client = known().raw(doors.port())) {
            assertThat(client.send(GET).readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void usesCertificatesThatWereReplaced() {
        var other = new Authority("CN=Authority");
        install(other.issue("proxy.test"));

        await().ignoreExceptions().until(() -> {
            try (var client = TlsClient.as(authority.issue("client.test"), other).raw(doors.port())) {
                return client.send(GET).readToEnd().startsWith("HTTP/1.1 200 OK\r\n");
            }
        });
    }

    @Test
    void keepsTheOldCertificatesWhereTheNewOnesCannotBeUsed() {
        Authority.write(folder.resolve("proxy.key"), "no key");

        await().until(() -> {
            try (var client = known().raw(doors.port())) {
                return client.send(GET).readToEnd().startsWith("HTTP/1.1 200 OK\r\n")
                        && doors.env().refusals("tls_reload") > 0;
            }
        });
        assertThat(doors.env().refusals("tls_reload")).isEqualTo(1);
    }
}
