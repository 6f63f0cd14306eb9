package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation of the API, and all of what it answers, plain and strict. */
class RestOperationsIT {
    private static final String HELLO = "hello";

    private static ApiModes modes;
    private static int echo;
    private static int strictEcho;

    @BeforeAll
    static void start() {
        echo = Proxy.freePort();
        strictEcho = Proxy.freePort();
        modes = new ApiModes(echoAt(echo), echoAt(strictEcho));
    }

    private static String echoAt(int port) {
        return """
                  - name: echo
                    spec: {protocol: TCP, port: %d}
                    rules:
                      - action:
                          route:
                            destination: {name: mirror, spec: {protocol: Echo}}
                            ingress: [{name: through, spec: {protocol: Echo}}]
                """.formatted(port);
    }

    @AfterAll
    static void end() {
        modes.close();
    }

    @TestFactory
    Stream<DynamicTest> everyOperationAnswersAsClientsKnow() throws IOException {
        return tests(modes.plain(), echo);
    }

    @TestFactory
    Stream<DynamicTest> strictModeAnswersTheSame() throws IOException {
        return tests(modes.strict(), strictEcho);
    }

    private static Stream<DynamicTest> tests(Proxy proxy, int port) throws IOException {
        var peer = new Socket(InetAddress.getLoopbackAddress(), port);
        peer.getOutputStream().write(HELLO.getBytes(US_ASCII));
        assertThat(peer.getInputStream().readNBytes(HELLO.length())).asString(US_ASCII).isEqualTo(HELLO);
        var session = proxy.sessions("echo").getFirst().at("name").text();
        return ApiCases.tests(cases(Map.of("API", proxy.port(), "ECHO", port, "PEER", peer.getLocalPort(),
                "SESSION", session, "FREE", Proxy.freePort())), proxy.port())
                .onClose(() -> close(peer));
    }

    private static void close(Socket peer) {
        try (peer) {
            // it is over
        } catch (IOException _) {
            // it was reset
        }
    }

    private static List<ApiCase> cases(Map<String, Object> words) {
        return ApiCases.here("operations.yaml", words).under("cases");
    }

    @Test
    void noOperationOfTheDocumentIsLeftOut() throws IOException {
        var described = new TreeSet<String>();
        try (var http = HttpLine.to(modes.plain().port())) {
            for (var path : http.get("/api/v1/openapi.json").json().at("paths").members().values()) {
                for (var operation : new Node(path).members().values()) {
                    described.add(new Node(operation).at("operationId").text());
                }
            }
        }
        described.removeAll(List.of("getOpenApiJson", "getOpenApiYaml", "null"));

        assertThat(described).hasSize(34);
        assertThat(cases(Map.of())).map(ApiCase::operation).containsAll(described);
    }
}
