package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the API speaks HTTP, byte for byte. */
class RestHttpIT {
    private static final int LARGEST_BODY = 4 << 20;
    private static final String ROUTE = "{\"name\":\"t\",\"destination\":\"c\",\"ingress\":[],\"egress\":[\"e\"],"
            + "\"retry\":{\"retry_on\":\"never\",\"num_retries\":1,\"timeout\":2000}}";

    private static Proxy proxy;

    @BeforeAll
    static void start() {
        proxy = ApiModes.plain("routes: [{name: t, destination: c, egress: [e]}]\n");
    }

    @AfterAll
    static void end() {
        proxy.close();
    }

    private static HttpLine line() throws IOException {
        return HttpLine.to(proxy.port());
    }

    @Test
    void successesAndRefusalsAreWrittenLikeThis() throws IOException {
        try (var http = line()) {
            var shown = http.get("/api/v1/routes/t?format=terse");
            var refused = http.get("/api/v1/clusters/%C3%A9%F0%9F%92%A5/endpoints");

            assertThat(shown.line()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(shown.headers()).isEqualTo(Map.of("Content-Type", "application/json", "Content-Length",
                    "" + ROUTE.length(), "Connection", "keep-alive", "Keep-Alive", "timeout=5"));
            assertThat(shown.body()).isEqualTo(ROUTE);
            var body = """
                    {
                        "status": 400,
                        "message": "Bad Request",
                        "content": "No such cluster: é💥"
                    }""";
            assertThat(refused.line()).isEqualTo("HTTP/1.1 400 Bad Request");
            assertThat(refused.headers())
                    .isEqualTo(Map.of("Content-Type", "application/json", "Content-Length",
                            "" + body.getBytes(UTF_8).length, "Connection", "keep-alive", "Keep-Alive",
                            "timeout=5", "status",
                            "400", "message", "Bad Request"));
            assertThat(refused.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            terse  | {"name":"t","destination":"c","ingress":[],"egress":["e"],"retry":{"retry_on":"never","num_retries":1,"timeout":2000}}
            space  | { "name": "t", "destination": "c", "ingress": [], "egress": [ "e" ], "retry": { "retry_on": "never", "num_retries": 1, "timeout": 2000 } }
            lines  | {~"name":"t",~"destination":"c",~"ingress":[],~"egress":[~"e"~],~"retry":{~"retry_on":"never",~"num_retries":1,~"timeout":2000~}~}
            diffy  | { "name": "t"~, "destination": "c"~, "ingress": []~, "egress": ~  [ "e"~  ]~, "retry": ~  { "retry_on": "never"~  , "num_retries": 1~  , "timeout": 2000~  }~}
            plain  | {~  "name": "t",~  "destination": "c",~  "ingress": [],~  "egress": [~    "e"~  ],~  "retry": {~    "retry_on": "never",~    "num_retries": 1,~    "timeout": 2000~  }~}
            ''     | {~  "name": "t",~  "destination": "c",~  "ingress": [],~  "egress": [~    "e"~  ],~  "retry": {~    "retry_on": "never",~    "num_retries": 1,~    "timeout": 2000~  }~}
            pretty | {~  "name": "t",~  "destination": "c",~  "ingress": [],~  "egress": [~    "e"~  ],~  "retry": {~    "retry_on": "never",~    "num_retries": 1,~    "timeout": 2000~  }~}
            """)
    void layoutsAreTheseWithALinesEndWhereTheTildeIs(String format, String text) throws IOException {
        try (var http = line()) {
            assertThat(http.get("/api/v1/routes/t?format=" + format).body())
                    .isEqualTo(text.replace('~', '\n'));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-json", "text/json", "text/x-json", "text/yaml",
            "text/x-yaml", "application/yaml", "application/x-yaml", "application/json; charset=utf-8",
            "TEXT/YAML;charset=UTF-8", "Application/X-Json ; a=\"b;c\""})
    void mediaTypesAreReadAsSuch(String type) throws IOException {
        try (var http = line()) {
            http.ask("POST", "/api/v1/rules", type, "{\"rule\": {\"name\": \"é\", \"action\": {}}}")
                    .expectHead(200);
            assertThat(http.get("/api/v1/rules/%C3%A9").json().at("name").text()).isEqualTo("é");
            http.ask("DELETE", "/api/v1/rules/%c3%a9/", "", "").expectHead(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "text/yaml", "text/plain", "nonsense"})
    void getAndDeleteDoNotLookAtBodies(String type) throws IOException {
        try (var http = line()) {
            for (var body : List.of("", "{", "routes: [")) {
                assertThat(http.ask("GET", "/api/v1/routes/t?format=terse", type, body).body())
                        .isEqualTo(ROUTE);
                http.ask("DELETE", "/api/v1/routes/nobody", type, body).expectRefusal(400, "Bad Request");
            }
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() throws IOException {
        try (var http = line()) {
            var all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append(HttpLine.request("GET", "/api/v1/clusters/n" + i + "/endpoints", ""))
                        .append(HttpLine.request("HEAD", "/api/v1/routes", ""))
                        .append(HttpLine.request("GET", "/api/v1/routes/t?format=terse", ""));
            }
            http.send(all.toString());

            for (int i = 0; i < 50; i++) {
                assertThat(http.answer().content().text()).isEqualTo("No such cluster: n" + i);
                var head = http.answer(false);
                head.expectRefusal(404, "Not Found");
                assertThat(http.answer().body()).isEqualTo(ROUTE);
            }
        }
    }

    @Test
    void bodiesMayComeInChunksAndRequestsInSingleBytes() throws IOException {
        try (var http = line()) {
            http.send(HttpLine.request("POST", "/api/v1/rules",
                    "Content-Type: text/yaml\r\nTransfer-Encoding: chunked\r\n"));
            http.send("6\r\nrule: \r\nC;ext=1\r\n{name: chunk\r\n");
            http.send("d\r\n, action: {}}\r\n0\r\nTrailer: x\r\n\r\n");
            http.answer().expectHead(200);
            for (byte one : HttpLine.request("DELETE", "/api/v1/rules/chunk", "text/yaml", "")) {
                http.send(new byte[]{one});
            }
            http.answer().expectHead(200);
        }
    }

    @Test
    void olderClientsAndThoseThatLeaveAreHungUpOn() throws IOException {
        try (var old = line(); var keeping = line(); var leaving = line(); var finished = line()) {
            old.send("GET /api/v1/routes/t?format=terse HTTP/1.0\r\n\r\n");
            assertThat(old.answer().body()).isEqualTo(ROUTE);
            assertThat(old.atEnd()).isTrue();

            for (int i = 0; i < 2; i++) {
                keeping.send("GET /api/v1/nothing HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                keeping.answer().expectRefusal(404, "Not Found");
            }

            leaving.send(HttpLine.request("GET", "/api/v1/nothing", "Connection: close\r\n"));
            assertThat(leaving.answer().headers()).containsEntry("Connection", "close")
                    .doesNotContainKey("Keep-Alive");
            assertThat(leaving.atEnd()).isTrue();

            finished.send(HttpLine.request("GET", "/api/v1/routes/t?format=terse", ""));
            finished.finish();
            assertThat(finished.answer().body()).isEqualTo(ROUTE);
            assertThat(finished.atEnd()).isTrue();
        }
    }

    @Test
    void silentConnectionsAreClosedAfterTheTimeThatWasAnnounced() throws IOException {
        try (var http = line(); var probe = new Socket()) {
            http.get("/api/v1/routes").expectHead(200);
            probe.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
            assertThat(http.atEnd()).isTrue();
        }
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedBeforeTheyAreThere() throws IOException {
        try (var http = line(); var chunked = line()) {
            http.send(HttpLine.request("POST", "/api/v1/rules", "text/yaml", " ".repeat(LARGEST_BODY + 1)));
            expect413(http.answer());

            chunked.send(HttpLine.request("POST", "/api/v1/rules",
                    "Content-Type: text/yaml\r\nTransfer-Encoding: chunked\r\n"));
            chunked.send("400000\r\n" + " ".repeat(LARGEST_BODY) + "\r\n1\r\n \r\n");
            expect413(chunked.answer());
        }
        try (var http = line()) {
            http.ask("POST", "/api/v1/rules", "text/yaml",
                    "rule: {name: large, action: {}}" + " ".repeat(LARGEST_BODY - 31)).expectHead(200);
        }
        proxy.delete("rules/large");
    }

    private static void expect413(HttpAnswer answer) {
        assertThat(answer.line()).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        assertThat(answer.headers()).containsEntry("status", "413")
                .containsEntry("message", "Request Entity Too Large");
        assertThat(answer.content().text()).isEqualTo("The request body is longer than 4194304 bytes");
    }

    @Test
    void headsThatCannotBeReadAreRefused() throws IOException {
        var long414 = HttpLine.request("GET", "/api/v1/routes?" + "x".repeat(9 << 10), "");
        var large431 = HttpLine.request("GET", "/api/v1/routes",
                ("X: " + "x".repeat(7 << 10) + "\r\n").repeat(10));
        for (var each : Map.of(long414, 414, large431, 431, "nonsense\r\n\r\n", 400).entrySet()) {
            try (var http = line()) {
                http.send(each.getKey());
                var answer = http.answer();
                assertThat(answer.status()).isEqualTo(each.getValue());
                assertThat(answer.json().at("status").number()).isEqualTo(each.getValue().longValue());
                assertThat(http.atEnd()).isTrue();
            }
        }
    }

    @Test
    void clientsMayAskWhetherToSendTheBody() throws IOException {
        try (var http = line()) {
            var body = "route: {name: t}";
            http.send(HttpLine.request("POST", "/api/v1/routes", "Content-Type: text/yaml\r\nContent-Length: "
                    + body.length() + "\r\nExpect: 100-continue\r\n"));
            assertThat(http.answer().line()).isEqualTo("HTTP/1.1 100 Continue");
            http.send(body);
            http.answer().expectRefusal(400, "Bad Request");
        }
    }

    @Test
    void aListenerWithoutAnAddressIsThereForBothLocalhosts() throws IOException {
        int port = Proxy.freePort();
        proxy.add("listeners", "listener: {name: wide, spec: {protocol: HTTP, port: " + port
                + "}, rules: [{action: {route: {destination: controller}}}]}");
        for (var address : Set.of("127.0.0.1", "::1")) {
            try (var http = HttpLine.to(address, port)) {
                assertThat(http.get("/api/v1/routes/t?format=terse").body()).isEqualTo(ROUTE);
            }
        }
        proxy.delete("listeners/wide?recursive=true");
    }
}
