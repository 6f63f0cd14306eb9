package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the probe server says, and how long it bears with peers that say nothing. */
class ProbeServerTest {
    private static final String PAGE = "# HELP é é\n";
    private static final int MILLIS_TO_WAIT = 20_000;

    private final Readiness readiness = new Readiness();
    private final ProbeServer server = open(0);
    private final List<Socket> sockets = new ArrayList<>();

    /** The JDK's server reads it once; a second is enough here, unless another class of this JVM was first. */
    @BeforeAll
    static void hurry() {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "1");
        System.getProperties().putIfAbsent("sun.net.httpserver.clockTick", "100");
    }

    private ProbeServer open(int port) {
        try {
            return ProbeServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), readiness,
                    () -> PAGE.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    private Socket connect(String sent) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.setSoTimeout(MILLIS_TO_WAIT);
        socket.getOutputStream().write(sent.getBytes(UTF_8));
        return socket;
    }

    /** {@return all that comes until the server closes} */
    private String ask(String method, String path) throws IOException {
        var socket = connect(method + " " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void theMetricsPageHasItsType() throws IOException {
        var answer = ask("GET", "/metrics");

        assertThat(head(answer)).startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-type: text/plain; version=0.0.4; charset=utf-8")
                .containsIgnoringCase("content-length: 13")
                .containsIgnoringCase("connection: close");
        assertThat(body(answer)).isEqualTo(PAGE);
    }

    @Test
    void itIsHealthyWhileItAnswers() throws IOException {
        var answer = ask("GET", "/healthz");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok\n");
    }

    @Test
    void itIsReadyBetweenStartAndStop() throws IOException {
        var starting = ask("GET", "/readyz");
        readiness.ready();
        var ready = ask("GET", "/readyz");
        readiness.stopping();
        var stopping = ask("GET", "/readyz");

        assertThat(starting).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\nstarting\n");
        assertThat(ready).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok\n");
        assertThat(stopping).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\nstopping\n");
    }

    @Test
    void headHasNoBody() throws IOException {
        var answer = ask("HEAD", "/metrics");

        assertThat(head(answer)).startsWith("HTTP/1.1 200 ").containsIgnoringCase("content-length: 13");
        assertThat(body(answer)).isEmpty();
    }

    @Test
    void otherPathsAreNotFound() throws IOException {
        for (var path : List.of("/", "/metrics/", "/healthz/x", "/Metrics", "//metrics", "/%2e%2e", "*")) {
            assertThat(ask("GET", path)).as(path).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void queriesAreNotMinded() throws IOException {
        assertThat(ask("GET", "/healthz?verbose=1")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void otherMethodsAreNotAllowed() throws IOException {
        for (var method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get")) {
            assertThat(head(ask(method, "/healthz"))).as(method).startsWith("HTTP/1.1 405 ")
                    .containsIgnoringCase("allow: GET, HEAD");
        }
    }

    @Test
    void whoSaysNothingIsClosed() throws IOException {
        var silent = connect("");

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whoNeverComesToAnEndIsClosed() throws IOException {
        var slow = connect("GET /healthz HTTP/1.1\r\nHost: h");

        assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aRequestWithoutEndToItsHeadersIsRefused() throws IOException {
        var socket = connect("GET /healthz HTTP/1.1\r\n");
        var header = ("x: " + "y".repeat(1_000) + "\r\n").getBytes(UTF_8);

        assertThatThrownBy(() -> {
            for (int i = 0; i < 100_000; i++) {
                socket.getOutputStream().write(header);
            }
        }).isInstanceOf(IOException.class);
        assertThat(ask("GET", "/healthz")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aCrowdOfSilentPeersKeepsOthersOutForAWhileOnly() throws IOException {
        for (int i = 0; i < 400; i++) {
            connect("");
        }

        await().atMost(Duration.ofMillis(MILLIS_TO_WAIT)).ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> ask("GET", "/healthz").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        assertThatThrownBy(() -> ProbeServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), readiness,
                () -> new byte[0])).isInstanceOf(BindException.class);
    }
}
