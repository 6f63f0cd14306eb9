package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program inside the test's JVM: real loops, real sockets on loopback, programmed over HTTP. */
class AssemblyTest {
    private static final String OK = "\"message\": \"OK\"";

    private final int apiPort = freePort();
    private final LogSetup logs = LogSetup.onStandardError("warn");
    private final List<Running> started = new ArrayList<>();

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Running start(String yaml) throws NotStarted {
        var running = Assembly.start(new Settings("the test", yaml,
                new Arguments("the test", false, "warn", "", List.of(), false), logs));
        started.add(running);
        return running;
    }

    private Running startApi() throws NotStarted {
        return start("""
                listeners:
                  - name: api
                    spec: { protocol: HTTP, address: 127.0.0.1, port: %d }
                    rules:
                      - action:
                          route:
                            destination: { name: controller, spec: { protocol: L7mpController } }
                """.formatted(apiPort));
    }

    @AfterEach
    void stop() {
        started.forEach(running -> running.stop(Duration.ofSeconds(5)));
        logs.close();
    }

    private static void created(RawHttp api, String path, String yaml) throws IOException {
        var reply = api.post(path, yaml);
        assertThat(reply.body()).as("POST %s", path).contains(OK);
        assertThat(reply.status()).isEqualTo(200);
    }

    private static void deleted(RawHttp api, String path) throws IOException {
        assertThat(api.delete(path).body()).as("DELETE %s", path).contains(OK);
    }

    private static String shown(RawHttp api, String path) throws IOException {
        var reply = api.get(path);
        assertThat(reply.status()).as("GET %s", path).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        return reply.body();
    }

    @Test
    void probesAndMetricsAreServedOnAPortOfTheirOwn() throws Exception {
        int port = freePort();
        var running = start("""
                admin: { probe_port: %d }
                listeners:
                  - name: page
                    spec: { protocol: HTTP, address: 127.0.0.1, port: %d }
                    rules: [ { action: { route: { destination: { spec: { protocol: Prometheus } } } } } ]
                """.formatted(port, apiPort));
        try (var page = new RawHttp(apiPort)) {
            var metrics = page.get("/metrics");
            assertThat(metrics.headers()).containsEntry("content-type",
                    "text/plain; version=0.0.4; charset=utf-8");
            assertThat(metrics.body()).startsWith("# HELP listener_requests_total ")
                    .contains("listener_requests_total{listenerName=\"page\",protocol=\"HTTP\"} 1\n")
                    .contains("l7mp_loop_turn_seconds{loop=\"0\"} ");
        }
        assertThat(fetched(port, "/readyz")).isEqualTo("ok\n");
        assertThat(fetched(port, "/metrics")).contains("cluster_requests_total{clusterName=",
                "process_open_fds ", "l7mp_buffer_bytes ");
        running.stop(Duration.ofSeconds(5));
        started.clear();

        assertThatThrownBy(() -> fetched(port, "/healthz")).isInstanceOf(ConnectException.class);
    }

    @Test
    void theProbePortFollowsTheConfiguration() throws Exception {
        int old = freePort();
        var yaml = """
                admin: { probe_port: %d }
                listeners:
                  - name: api
                    spec: { protocol: HTTP, address: 127.0.0.1, port: %d }
                    rules:
                      - action:
                          route:
                            destination: { name: controller, spec: { protocol: L7mpController } }
                """;
        start(yaml.formatted(old, apiPort));
        int other = freePort();

        try (var api = new RawHttp(apiPort)) {
            api.post("/config", "config:\n" + yaml.formatted(other, apiPort).indent(2));
        }

        await().atMost(Duration.ofSeconds(10)).ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> fetched(other, "/readyz").equals("ok\n"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatThrownBy(() -> fetched(old, "/readyz"))
                        .isInstanceOf(ConnectException.class));
    }

    private static String fetched(int port, String path) throws IOException {
        try (var answer = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(answer.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aProbePortThatIsTakenIsAReasonNotToStart() throws Exception {
        try (var taken = new ServerSocket(0)) {
            var yaml = "admin: { probe_port: %d }".formatted(taken.getLocalPort());

            assertThatThrownBy(() -> start(yaml)).isInstanceOf(NotStarted.class)
                    .hasMessageContaining(
                            "admin.probe_port: " + taken.getLocalPort() + " (Address already in use");
        }
    }

    @Test
    void whoOpensTheApiToEverybodyIsWarned(@TempDir Path folder) throws Exception {
        var file = folder.resolve("log");
        startApi();
        var yaml = """
                config:
                  admin: { log_file: %s, insecure: %s }
                  listeners:
                    - name: api
                      spec: { protocol: HTTP, address: 127.0.0.1, port: %d }
                      rules:
                        - action:
                            route:
                              destination: { name: controller, spec: { protocol: L7mpController } }
                """;

        try (var api = new RawHttp(apiPort)) {
            for (var insecure : List.of("true", "true", "false", "true")) {
                created(api, "/config", yaml.formatted(file, insecure, apiPort));
            }
        }

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(Files.readString(file).lines())
                .hasSize(2).allMatch(line -> line.contains("WARN Openness admin.insecure: whoever")));
    }

    @Test
    void tlsWithoutACertificateIsNoListenerWithoutTls() {
        for (var tls : List.of("{}", "{certificate: ''}", "{certificate: '', key: ''}", "{key: ''}")) {
            for (var protocol : List.of("HTTP", "TCP", "WebSocket")) {
                var yaml = """
                        listeners:
                          - { name: a, spec: { protocol: %s, port: 0, tls: %s }, rules: [] }
                        """.formatted(protocol, tls);

                assertThatThrownBy(() -> start(yaml)).isInstanceOf(NotStarted.class)
                        .hasMessageContaining("listeners[0].spec.tls.certificate");
            }
        }
    }

    @Test
    void everyKindIsCreatedReadAndDeletedOverOneConnection() throws Exception {
        startApi();
        try (var api = new RawHttp(apiPort)) {
            created(api, "/clusters", "cluster: {name: c, spec: {protocol: TCP, port: 7}}");
            created(api, "/clusters/c/endpoints", "endpoint: {name: e, spec: {address: 127.0.0.1}}");
            created(api, "/routes", "route: {name: t, destination: c}");
            created(api, "/rules", "rule: {name: r, action: {route: t}}");
            created(api, "/rulelists", "rulelist: {name: l, rules: [r]}");
            created(api, "/rulelists/l/rules/1", "rule: {name: s, action: {route: t}}");
            created(api, "/listeners",
                    "listener: {name: x, spec: {protocol: TCP, address: 127.0.0.1, port: 0}, rules: l}");

            assertThat(shown(api, "/clusters/c")).contains("\"endpoints\": 1");
            assertThat(shown(api, "/clusters/c/endpoints")).contains("\"e\"");
            assertThat(shown(api, "/endpoints/e")).contains("127.0.0.1");
            assertThat(shown(api, "/routes/t")).contains("\"destination\": \"c\"");
            assertThat(shown(api, "/rules/r")).contains("\"route\": \"t\"");
            assertThat(shown(api, "/rulelists/l/rules/1")).contains("\"name\": \"s\"");
            assertThat(shown(api, "/listeners/x?recursive=true")).contains("\"address\": \"127.0.0.1\"");
            assertThat(shown(api, "/sessions")).contains("\"origin\": \"api\"");
            assertThat(shown(api, "/config?format=terse")).contains("\"sessions\":[{");

            for (var path : List.of("/listeners/x", "/rulelists/l/rules/0", "/rulelists/l", "/rules/r",
                    "/rules/s",
                    "/routes/t", "/endpoints/e", "/clusters/c")) {
                deleted(api, path);
            }
            assertThat(shown(api, "/rulelists?format=terse")).isEqualTo(
                    "[{\"name\":\"api-RuleList-0\",\"rules\":[\"api-RuleList-0-Rule-0\"]}]");
            assertThat(api.get("/clusters/c").status()).isEqualTo(400);
            assertThat(api.get("/nothing").headers()).containsEntry("status", "404").containsEntry("message",
                    "Not Found");
        }
    }

    @Test
    void datagramsAreEchoedThroughAListenerMadeByTheApi() throws Exception {
        startApi();
        int port = freePort();
        try (var api = new RawHttp(apiPort); var client = new DatagramSocket()) {
            created(api, "/listeners", """
                    listener:
                      name: udp
                      spec: { protocol: UDP, address: 127.0.0.1, port: %d }
                      rules: [{ action: { route: { destination: { spec: { protocol: Echo } } } } }]
                    """.formatted(port));
            client.setSoTimeout(10_000);
            for (int i = 0; i < 100; i++) {
                var sent = ("datagram " + i).getBytes(UTF_8);
                client.send(new DatagramPacket(sent, sent.length,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                var received = new DatagramPacket(new byte[100], 100);
                client.receive(received);
                assertThat(Arrays.copyOf(received.getData(), received.getLength())).isEqualTo(sent);
            }

            assertThat(shown(api, "/sessions")).contains("\"UDP:127.0.0.1:" + client.getLocalPort());
            deleted(api, "/listeners/udp?recursive=true");
            assertThat(shown(api, "/clusters?format=terse")).doesNotContain("Echo");
        }
    }

    @Test
    void aListenersPortIsFreeWhenItsDeletionIsAnswered() throws Exception {
        startApi();
        int port = freePort();
        try (var api = new RawHttp(apiPort)) {
            for (int i = 0; i < 20; i++) {
                created(api, "/listeners", """
                        listener:
                          name: echo
                          spec: { protocol: TCP, address: 127.0.0.1, port: %d }
                          rules: [{ action: { route: { destination: { spec: { protocol: Echo } } } } }]
                        """.formatted(port));
                try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    client.setSoTimeout(10_000);
                    client.getOutputStream().write("hello".getBytes(UTF_8));
                    assertThat(new String(client.getInputStream().readNBytes(5), UTF_8)).isEqualTo("hello");
                    deleted(api, "/listeners/echo?recursive=true");
                    assertThat(client.getInputStream().read()).isEqualTo(-1);
                }
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            }
        }
    }

    @Test
    void anAddressThatAnotherListenerHoldsFailsTheCallAndTakesNobodysPeers() throws Exception {
        startApi();
        try (var api = new RawHttp(apiPort)) {
            var reply = api.post("/listeners",
                    "listener: {name: x, spec: {protocol: TCP, address: 127.0.0.1, port: "
                            + apiPort
                            + "}, rules: [{action: {route: {destination: {spec: {protocol: Echo}}}}}]}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("EADDRINUSE");
        }
        try (var api = new RawHttp(apiPort)) {
            assertThat(shown(api, "/listeners?format=terse")).doesNotContain("\"x\"");
        }
    }

    @Test
    void theRequestThatDeletesTheApiItselfIsAnswered() throws Exception {
        startApi();
        try (var api = new RawHttp(apiPort)) {
            assertThat(api.delete("/listeners/api?recursive=true").status()).isEqualTo(200);
        }
        new ServerSocket(apiPort, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void anAddressThatAnotherProcessHoldsFailsTheCall() throws Exception {
        startApi();
        try (var api = new RawHttp(apiPort);
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var reply = api.post("/listeners", "listener: {name: x, rules: [], spec: {protocol: TCP, "
                    + "address: 127.0.0.1, port: " + other.getLocalPort() + "}}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("EADDRINUSE");
            assertThat(shown(api, "/listeners?format=terse")).doesNotContain("\"x\"");
        }
    }

    @Test
    void manyClientsMayChangeThingsAtOnce() throws Exception {
        startApi();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 16; i++) {
                var name = "client" + i;
                all.add(clients.submit(() -> {
                    try (var api = new RawHttp(apiPort)) {
                        for (int n = 0; n < 10; n++) {
                            created(api, "/clusters",
                                    "cluster: {name: %s, spec: {protocol: Echo}}".formatted(name));
                            assertThat(shown(api, "/clusters")).contains(name);
                            deleted(api, "/clusters/" + name);
                        }
                    }
                    return name;
                }));
            }
            for (var each : all) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isNotNull();
            }
        }
        try (var api = new RawHttp(apiPort)) {
            assertThat(shown(api, "/admin?format=terse"))
                    .contains("\"sessions_total\":481,\"sessions\":1,\"refused\":{}", "\"bugs\":0");
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWithoutBeingReadOrWaitedFor() throws Exception {
        startApi();
        try (var api = new RawHttp(apiPort)) {
            api.send("POST /api/v1/clusters HTTP/1.1\r\nHost: a\r\nContent-Type: text/yaml\r\n"
                    + "Content-Length: 1073741824\r\nExpect: 100-continue\r\n\r\n");

            var reply = api.reply();

            assertThat(reply.status()).isEqualTo(413);
        }
        try (var api = new RawHttp(apiPort)) {
            api.send("POST /api/v1/clusters HTTP/1.1\r\nHost: a\r\nContent-Type: text/yaml\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            var chunk = ("10000\r\n" + "#".repeat(1 << 16) + "\r\n").getBytes(UTF_8);
            for (int i = 0; i < 64; i++) {
                api.send(chunk);
            }
            api.send("1\r\n#\r\n");

            assertThat(api.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void aConfigurationThatIsWrongStartsNothing() {
        assertThatThrownBy(() -> start("""
                clusters:
                  - { name: a, spec: { protocol: None } }
                listeners:
                  - { name: b, spec: { protocol: TCP, port: 70000 }, rules: [] }
                """)).isInstanceOf(NotStarted.class).hasMessageStartingWith(
                "Could not initialize static configuration: 2 problems\n  Cluster.create: TODO: Protocol \"None\"")
                .hasMessageContaining("listeners[0].spec.port: 70000");
        assertThatThrownBy(() -> start("listeners: [}")).isInstanceOf(NotStarted.class)
                .hasMessageStartingWith("Could not read static configuration the test: ");
        assertThatThrownBy(() -> start("- a")).isInstanceOf(NotStarted.class)
                .hasMessageStartingWith("Could not initialize static configuration: ");
        assertThatThrownBy(() -> start("# nothing")).isInstanceOf(NotStarted.class)
                .hasMessageStartingWith("No static configuration found");
    }

    @Test
    void stoppingEndsSessionsInOrderAndFreesTheirPorts() throws Exception {
        int port = freePort();
        var running = start("""
                listeners:
                  - name: echo
                    spec: { protocol: TCP, address: 127.0.0.1, port: %d }
                    rules: [{ action: { route: { destination: { spec: { protocol: Echo } } } } }]
                """.formatted(port));
        assertThat(running.listens()).isTrue();
        Thread stopping;
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');

            started.clear();
            stopping = Thread.ofVirtual().start(() -> running.stop(Duration.ofSeconds(10)));

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void withoutListenersThereIsNothingToWaitFor() throws Exception {
        assertThat(start("clusters: []").listens()).isFalse();
    }

    @Test
    void theCommandLineWinsOverTheFile() throws Exception {
        start("""
                admin: { log_level: silly, strict: false }
                listeners:
                  - name: api
                    spec: { protocol: HTTP, address: 127.0.0.1, port: %d }
                    rules: [{ action: { route: { destination: { spec: { protocol: L7mpController } } } } }]
                """.formatted(apiPort));
        try (var api = new RawHttp(apiPort)) {
            assertThat(shown(api, "/admin")).contains("\"log_level\": \"warn\"",
                    "\"version\": \"development\"");
        }
    }
}
