package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP clients are told when their session leads nowhere. */
class RestRoutingIT {
    private static ApiModes modes;
    private static ServerSocket silent;

    @BeforeAll
    static void start() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        modes = new ApiModes(
                """
                        clusters:
                          - {name: empty, spec: {protocol: TCP, port: 7}}
                          - {name: refusing, spec: {protocol: TCP, port: %d}, endpoints: [{spec: {address: 127.0.0.1}}]}
                          - {name: silent, spec: {protocol: WebSocket, port: %d}, endpoints: [{spec: {address: 127.0.0.1}}]}
                        rulelists:
                          - {name: stale, rules: [nobody]}
                        """
                        .formatted(1, silent.getLocalPort()));
    }

    @AfterAll
    static void end() throws IOException {
        modes.close();
        silent.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | nobody                                                   | Cannot find RuleList "nobody"
            404 | stale                                                    | Cannot find named rule "nobody" in RuleList "stale"
            404 | []                                                       | No route for session "SESSION"
            404 | [{match: {op: test, path: /a, value: 1}, action: {}}]     | No route for session "SESSION"
            404 | [{action: {}}]                                           | Invalid route for session "SESSION"
            404 | [{action: {route: nobody}}]                              | Cannot find Route "nobody" for session "SESSION"
            404 | [{action: {route: {destination: nobody}}}]               | Pipeline setup failed for session "SESSION": Not Found: Cannot find cluster "nobody"
            404 | [{action: {route: {destination: empty}}}]                | Pipeline setup failed for session "SESSION": Not Found: No endpoint in cluster
            502 | [{action: {route: {destination: refusing}}}]             | Pipeline setup failed for session "SESSION": General Server Error: connect ECONNREFUSED 127.0.0.1:1
            504 | [{action: {route: {destination: silent, retry: {retry_on: never, num_retries: 0, timeout: 100}}}}] | Pipeline setup failed for session "SESSION": General Server Error: Promise timed out after 100 milliseconds
            """)
    void whereASessionEndsIsToldToItsClient(int status, String rules, String content) throws IOException {
        for (var proxy : List.of(modes.plain(), modes.strict())) {
            int port = Proxy.freePort();
            proxy.add("listeners",
                    "listener: {name: lost, spec: {protocol: HTTP, port: " + port + "}, rules: " + rules
                            + "}");
            try (var http = HttpLine.to(port)) {
                for (int i = 0; i < 2; i++) {
                    var answer = http.get("/somewhere");
                    answer.expectRefusal(status,
                            status == 404 ? "Not Found" : status == 502 ? "Bad Gateway" : "Gateway Timeout");
                    assertThat(answer.content().text().replaceAll("HTTP:127[^\"]+-\\d+\"", "SESSION\""))
                            .isEqualTo(content);
                }
            }
            proxy.delete("listeners/lost?recursive=true");
        }
    }
}
