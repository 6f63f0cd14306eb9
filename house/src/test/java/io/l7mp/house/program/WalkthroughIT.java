package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The walk-through of the reference's own documents: UDP to WebSocket through a Logger, made by curl, driven by socat. */
class WalkthroughIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final int here = Proxy.freePort();
    private final int peer = Proxy.freePort();
    private final int there = Proxy.freePort();

    @Test
    void carriesUdpToWebSocketThroughAnUpstreamThatIsRestarted() throws Exception {
        try (var proxy = Proxy.start(); var first = NodeServer.start(there)) {
            var log = Files.createTempFile("walkthrough", ".log");
            var before = objects(proxy);
            int descriptors = descriptors(proxy);
            create(proxy, log);

            talkBySocat(first);
            assertThat(Files.readString(log)).isEqualTo("log: hello from socat\n");

            first.kill();
            await().atMost(LIMIT).until(() -> events(proxy).contains("DISCONNECT"));
            send400(proxy);
            try (var second = NodeServer.start(there)) {
                await().atMost(LIMIT).until(() -> second.messages("binary").size() >= 256);
                await().atMost(LIMIT).until(() -> events(proxy).getLast().equals("CONNECT"));
                assertThat(second.messages("binary"))
                        .isEqualTo(IntStream.range(0, 256).mapToObj(this::numbered).toList());
                assertThat(session(proxy).at("counters/ingress/drops/queue_full").number()).isEqualTo(144);
                assertThat(session(proxy).at("counters/ingress/drops").members()).hasSize(1);

                proxy.delete("listeners/user-1-2?recursive=true");
                proxy.delete("clusters/ws?recursive=true");
                await().atMost(LIMIT).until(() -> objects(proxy).equals(before));
                await().atMost(LIMIT).until(() -> descriptors(proxy) <= descriptors);
                try (var socket = new DatagramSocket(here, InetAddress.getLoopbackAddress())) {
                    assertThat(socket.isBound()).as("the port is free").isTrue();
                }
            }
        }
    }

    private void create(Proxy proxy, Path log) throws Exception {
        curl(proxy, "clusters", """
                cluster:
                  name: ws
                  spec: {protocol: WebSocket, port: %d}
                  endpoints: [{name: ws-1, spec: {address: 127.0.0.1}}]
                """.formatted(there));
        curl(proxy, "listeners", """
                listener:
                  name: user-1-2
                  spec: {protocol: UDP, port: %d, connect: {port: %d}}
                  rules:
                    - action:
                        route:
                          destination: ws
                          ingress: [{spec: {protocol: Logger, log_file: %s, log_prefix: log}}]
                          retry: {retry_on: always, num_retries: 3, timeout: 2000}
                """.formatted(here, peer, log));
    }

    private static void curl(Proxy proxy, String kind, String yaml) throws Exception {
        var body = Files.createTempFile("body", ".yaml");
        Files.writeString(body, yaml);
        var process = new ProcessBuilder("curl", "-sS", "-f", "-H", "Content-Type: text/yaml",
                "--data-binary", "@" + body,
                "http://127.0.0.1:" + proxy.port() + "/api/v1/" + kind).redirectErrorStream(true).start();
        var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        assertThat(answer).contains("\"status\": 200").contains("\"message\": \"OK\"");
    }

    private void talkBySocat(NodeServer server) throws Exception {
        var socat = new ProcessBuilder("socat", "-", "UDP:127.0.0.1:" + here + ",sourceport=" + peer)
                .redirectErrorStream(true).start();
        socat.getOutputStream().write("hello from socat\n".getBytes(UTF_8));
        socat.getOutputStream().flush();
        await().atMost(LIMIT).until(() -> !server.messages("binary").isEmpty());

        server.say("hello from ws");
        var answer = socat.inputReader();
        var bytes = new char["hello from ws".length()];
        int n = 0;
        while (n < bytes.length) {
            n += answer.read(bytes, n, bytes.length - n);
        }

        assertThat(server.messages("binary").getFirst()).isEqualTo("hello from socat");
        assertThat(new String(bytes)).isEqualTo("hello from ws");
        socat.destroy();
        socat.waitFor();
    }

    private void send400(Proxy proxy) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", peer))) {
            for (int i = 0; i < 400; i++) {
                var bytes = numbered(i).getBytes(UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), here));
            }
            await().atMost(LIMIT)
                    .until(() -> session(proxy).at("counters/ingress/drops/queue_full").number() == 144);
        }
    }

    private String numbered(int i) {
        return String.format("%-200d", i);
    }

    private Node session(Proxy proxy) {
        return proxy.sessions("user-1-2").getFirst();
    }

    private List<String> events(Proxy proxy) {
        return session(proxy).at("events").items().stream().map(event -> event.at("event").text()).toList();
    }

    private static List<String> objects(Proxy proxy) {
        return List.of("listeners", "clusters", "rulelists", "rules", "routes").stream()
                .flatMap(kind -> proxy.get(kind).items().stream().map(item -> kind + "/" + item.at("name")))
                .toList();
    }

    /** {@return how many sockets the program has, but for those of the API's callers} */
    private static int descriptors(Proxy proxy) {
        try (var all = Files.list(Path.of("/proc/" + proxy.pid() + "/fd"))) {
            return (int) all.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
