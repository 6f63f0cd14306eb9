package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The program as a process: its access log, its signals, its exit codes, and the files it makes. */
class ProcessIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> MEMBERS = List.of("time", "session", "outcome", "reason", "listener",
            "rule",
            "route", "source", "destination", "ingress", "egress", "bytes", "messages", "drops", "start",
            "connect_ms", "duration_ms", "attempts", "reconnects");

    @TempDir
    private Path folder;

    private final int api = Proxy.freePort();
    private final int port = Proxy.freePort();
    private Process bare;

    @AfterEach
    void end() {
        if (bare != null) {
            bare.destroyForcibly();
        }
    }

    private String config(String admin, String objects) {
        return """
                admin: {log_level: info, %s}
                listeners:
                  - name: api
                    spec: {protocol: HTTP, address: 127.0.0.1, port: %d}
                    rules: [{action: {route: {destination: {name: api, spec: {protocol: L7mpController}}}}}]
                %s""".formatted(admin, api, objects);
    }

    private Proxy start(String admin, String objects) {
        // Who runs the tests in the background has SIGINT ignored, and so would all that he starts.
        return Proxy.launch(List.of("env", "--default-signal=INT"), List.of(), List.of(), api,
                List.of("-c", Proxy.temporary("process", ".yaml", config(admin, objects)).toString()));
    }

    private static String listener(String name, String spec, String rules, String options) {
        return "  - {name: %s, spec: {%s}, rules: %s, options: %s}\n".formatted(name, spec, rules, options);
    }

    private static String to(String route) {
        return "[{action: {route: {" + route + "}}}]";
    }

    private static final String ECHO = to("destination: {spec: {protocol: Echo}}");

    /** {@return the lines of a listener, each read as JSON} */
    private List<Node> lines(String listener) {
        return lines(folder.resolve("access.log"), listener);
    }

    private static List<Node> lines(Path file, String listener) {
        try {
            return !Files.exists(file)
                    ? List.of()
                    : Files.readAllLines(file).stream().map(
                            line -> new Node(new Load(LoadSettings.builder().build()).loadFromString(line)))
                            .filter(line -> line.at("listener").text().equals(listener)).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Node line(String listener) {
        await().atMost(LIMIT).until(() -> !lines(listener).isEmpty());
        var all = lines(listener);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private String access() {
        return "access_log_path: " + folder.resolve("access.log");
    }

    private void tcp(int to, String text) throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), to)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(text.getBytes(UTF_8));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (ConnectException e) {
            throw e;
        } catch (IOException _) {
            // A session that failed was reset.
        }
    }

    /** Stays there until its session is over: who has left is a fault of its own. */
    private Node udp(int to, String text) throws IOException {
        try (var client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var bytes = text.getBytes(UTF_8);
            client.send(new DatagramPacket(bytes, bytes.length,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), to)));
            return line("udp");
        }
    }

    @Test
    void eachSessionHasItsLine() throws Exception {
        int closed = Proxy.freePort();
        int tcp = Proxy.freePort();
        int udp = Proxy.freePort();
        int web = Proxy.freePort();
        int refused = Proxy.freePort();
        int none = Proxy.freePort();
        var idle = "{idle_timeout: 1}";
        try (var proxy = start(access(),
                listener("tcp", "protocol: TCP, address: 127.0.0.1, port: " + tcp, ECHO, "{}")
                        + listener("udp", "protocol: UDP, address: 127.0.0.1, port: " + udp, ECHO, idle)
                        + listener("web", "protocol: WebSocket, address: 127.0.0.1, port: " + web, ECHO, "{}")
                        + listener("refused", "protocol: TCP, address: 127.0.0.1, port: " + refused,
                                to("destination: {spec: {protocol: TCP, port: " + closed
                                        + "}, endpoints: [{spec: {address: 127.0.0.1}}]}"),
                                "{}")
                        + listener("none", "protocol: HTTP, address: 127.0.0.1, port: " + none, "[]",
                                "{}"))) {
            tcp(tcp, "hello");
            tcp(refused, "x");
            tcp(none, "GET /secret?token=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            var socket = HttpClient.newHttpClient().newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + web + "/"), new WebSocket.Listener() {})
                    .join();
            socket.sendText("text", true).join();
            socket.sendClose(1000, "").join();

            assertThat(List.<Object>copyOf(line("tcp").members().keySet())).isEqualTo(MEMBERS);
            assertThat(line("tcp").at("outcome").text()).isEqualTo("--");
            assertThat(line("tcp").at("bytes/ingress").number()).isEqualTo(5);
            assertThat(line("tcp").at("bytes/egress").number()).isEqualTo(5);
            assertThat(line("tcp").at("source/address").text()).isEqualTo("127.0.0.1");
            assertThat(line("tcp").at("source/local_port").number()).isEqualTo(tcp);
            var datagrams = udp(udp, "hello!");
            assertThat(datagrams.at("outcome").text()).isEqualTo("PT");
            assertThat(datagrams.at("messages/ingress").number()).isEqualTo(1);
            assertThat(line("refused").at("outcome").text()).isEqualTo("UF");
            assertThat(line("refused").at("destination/port").number()).isEqualTo(closed);
            assertThat(line("none").at("outcome").text()).isEqualTo("NR");
            assertThat(line("none").at("http/path").text()).isEqualTo("/secret");
            assertThat(line("web").at("outcome").text()).isEqualTo("--");
            assertThat(line("web").at("http/method").text()).isEqualTo("GET");
            assertThat(lines("api")).isNotEmpty()
                    .allSatisfy(line -> assertThat(line.at("http/status").number()).isEqualTo(200));
            assertThat(proxy.isAlive()).isTrue();
        }
    }

    @Test
    void filesAreOpenedAgainAfterSighup() throws Exception {
        var log = folder.resolve("l7mp.log");
        var access = folder.resolve("access.log");
        try (var proxy = start(access() + ", log_file: " + log,
                listener("tcp", "protocol: TCP, address: 127.0.0.1, port: " + port, ECHO, "{}"))) {
            tcp(port, "one");
            line("tcp");
            Files.move(access, folder.resolve("access.log.1"));
            Files.move(log, folder.resolve("l7mp.log.1"));

            signal(proxy.pid(), "HUP");

            await().atMost(LIMIT)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("opened again"));
            tcp(port, "three");
            assertThat(line("tcp").at("bytes/ingress").number()).isEqualTo(5);
            assertThat(lines(folder.resolve("access.log.1"), "tcp")).hasSize(1);
            assertThat(proxy.isAlive()).isTrue();
        }
    }

    private static void signal(long pid, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
    }

    /** The files of every sample: a log to standard output, an access log where nobody may write. */
    @Test
    void logsThatCannotBeWrittenNeverKeepItFromStarting() throws Exception {
        try (var proxy = start("log_file: /no/such/folder/log, access_log_path: /no/such/folder/access",
                listener("tcp", "protocol: TCP, address: 127.0.0.1, port: " + port, ECHO, "{}"))) {
            for (int i = 0; i < 20; i++) {
                tcp(port, "x");
            }
            await().atMost(LIMIT).until(
                    () -> proxy.dropped().at("access_log").number() >= 20);

            assertThat(proxy.log().lines().filter(line -> line.contains("log file cannot be written")))
                    .hasSize(1);
            assertThat(proxy.log().lines().filter(line -> line.contains("access log cannot be written")))
                    .hasSize(1);
        }
    }

    @Test
    void endsInOrderWithStatusZeroAndRemovesItsOwnSocketsOnly() throws Exception {
        var ours = folder.resolve("ours.sock");
        var taken = folder.resolve("taken.sock");
        for (var name : List.of("TERM", "INT")) {
            try (var proxy = start("strict: false",
                    listener("ours", "protocol: UnixDomainSocket, filename: " + ours,
                            ECHO, "{}")
                            + listener("taken", "protocol: UnixDomainSocket, filename: " + taken, ECHO,
                                    "{}"));
                    var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                assertThat(ours).exists();
                Files.delete(taken);
                other.bind(UnixDomainSocketAddress.of(taken));

                signal(proxy.pid(), name);

                await().atMost(LIMIT).until(() -> !proxy.isAlive());
                assertThat(proxy.log()).contains("stopping; a second signal ends at once signal=SIG" + name);
                assertThat(ours).doesNotExist();
                assertThat(taken).exists();
            }
            Files.delete(taken);
        }
    }

    private int run(String... arguments) throws Exception {
        bare = new ProcessBuilder(Proxy.command(List.of(), List.of(), List.of(), List.of(arguments)))
                .redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
        assertThat(bare.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return bare.exitValue();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    @Test
    void exitCodesSayWhatKindOfFaultItWas() throws Exception {
        assertThat(run("-c", "/no/such/file.yaml")).isOne();
        assertThat(out()).isEqualTo("Could not read static configuration /no/such/file.yaml: no such file\n");
        assertThat(run("-i")).isEqualTo(2);
        assertThat(out()).startsWith("l7mp: ").contains("-i").contains("--help");
        var empty = Proxy.temporary("empty", ".yaml", "admin: {log_level: silent}\nlisteners: []\n")
                .toString();
        assertThat(run("-c", empty)).isZero();
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("L7MP_TOKEN", "L7MP_LOOPS", "Exit status", "Signals");
    }

    @Test
    void strictListsWhatIsWrongAndEndsWithOne() throws Exception {
        var wrong = Proxy.temporary("wrong", ".yaml", """
                listeners:
                  - {name: a, spec: {protocol: UDP, port: text}, rules: []}
                routes:
                  - {name: r, destination: 7}
                """).toString();

        assertThat(run("-c", wrong, "-s")).isOne();

        assertThat(out()).startsWith("Could not initialize static configuration: ")
                .contains("admin", "listeners[0]", "routes[0]");
    }

    @Test
    void filesAreMadeBelowTheirRootsOnly() throws Exception {
        var root = Files.createDirectory(folder.resolve("root"));
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        try (var proxy = start("file_roots: [" + root + "]", "")) {
            for (var path : List.of(outside + "/s", root + "/link/s", root + "/../outside/s", "s")) {
                var socket = proxy.send("POST", "/api/v1/listeners",
                        "listener: {name: s, spec: {protocol: UnixDomainSocket, filename: '" + path
                                + "'}, rules: []}");
                var logger = proxy.send("POST", "/api/v1/clusters",
                        "cluster: {name: l, spec: {protocol: Logger, log_file: '" + path + "'}}");
                assertThat(socket.statusCode()).as(path).isEqualTo(400);
                assertThat(socket.body()).contains("file_roots", path);
                assertThat(logger.statusCode()).as(path).isEqualTo(400);
                assertThat(logger.body()).contains("file_roots", path);
            }
            proxy.add("listeners", "listener: {name: s, spec: {protocol: UnixDomainSocket, filename: '" + root
                    + "/s'}, rules: []}");
            assertThat(root.resolve("s")).exists();
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(root.resolve("s")).doesNotExist();
    }

    @Test
    void dumpsShowObjectsInTheOrderOfTheirMaking() throws Exception {
        try (var proxy = start("strict: false", """
                clusters:
                  - {name: second, spec: {protocol: Echo}}
                  - {name: first, spec: {protocol: Echo}}
                routes:
                  - name: way
                    destination: {name: d, spec: {protocol: Echo}}
                    egress: [{name: e1, spec: {protocol: Echo}}, {name: e2, spec: {protocol: Echo}}]
                    ingress: [{name: i1, spec: {protocol: Echo}}, {name: i2, spec: {protocol: Echo}}]
                  - {name: another, destination: first}
                """)) {
            proxy.add("clusters", "cluster: {name: a-later-one, spec: {protocol: Echo}}");

            assertThat(proxy.get("clusters").items().stream().map(cluster -> cluster.at("name").text()))
                    .containsExactly("second", "first", "api", "d", "i1", "i2", "e1", "e2", "a-later-one");
            assertThat(proxy.get("routes").items().stream().map(route -> route.at("name").text()))
                    .containsExactly("api-RuleList-0-Rule-0-Route-0", "way", "another");
        }
    }
}
