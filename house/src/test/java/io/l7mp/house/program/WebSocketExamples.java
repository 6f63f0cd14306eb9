package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** WebSocket, with Node's {@code ws} as the upstream. */
final class WebSocketExamples {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private WebSocketExamples() {}

    static void thePathDecidesTheTransport(Proxy proxy) throws Exception {
        try (var upstream = NodeServer.start(21060);
                var client = client("/ws/room?a=b", "X-Room: 7", "Sec-WebSocket-Protocol: first, second")) {
            client.send(text("as a text"));
            client.send(Message.binary("as bytes".getBytes(UTF_8)));
            await().atMost(LIMIT).until(() -> upstream.lines().contains("binary as bytes"));
            assertThat(upstream.lines()).containsSubsequence("header x-forwarded-by: edge-1",
                    "header x-room: 7",
                    "open /ws/room?a=b second", "text as a text", "binary as bytes");
            upstream.say("back");
            assertThat(client.receive()).satisfies(said -> assertThat(string(said)).isEqualTo("back"));
        }
        try (var _ = Trap.at(at(21061), peer -> peer.say(peer.hear(6) + ", all of it"));
                var client = client("/tcp/x")) {
            client.send(text("abc"));
            client.send(text("def"));
            var heard = new StringBuilder();
            while (!heard.toString().endsWith("it")) {
                heard.append(string(client.receive()));
            }
            assertThat(heard).asString().isEqualTo("abcdef, all of it");
        }
        try (var upstream = EchoServer.at("127.0.0.1", 21062); var client = client("/elsewhere")) {
            client.send(text("one"));
            client.send(text("two"));
            assertThat(string(client.receive())).isEqualTo("one");
            assertThat(string(client.receive())).isEqualTo("two");
            assertThat(upstream.texts()).as("a datagram for each frame").containsExactly("one", "two");
        }
        assertThat(proxy.isAlive()).isTrue();
    }

    static void datagramsAreLifted(Proxy proxy) throws Exception {
        var audit = Path.of("/tmp/l7mp-audit.log");
        try (var sensor = new Asker(20070)) {
            try (var collector = NodeServer.start(21070)) {
                sensor.say("21.5 degrees");
                await().atMost(LIMIT).until(() -> collector.messages("binary").contains("21.5 degrees"));
                assertThat(collector.lines()).containsSubsequence("header authorization: Bearer demo",
                        "header x-device-class: sensor", "open /ingest?format=raw ");
                collector.say("b:thank you");
                assertThat(sensor.hear((int) LIMIT.toMillis())).isEqualTo("thank you");
                assertThat(Files.readString(audit)).startsWith("sensor: 21.5 degrees");
            }
            var session = proxy.sessions("sensor-ingress").getFirst().at("name");
            try (var restarted = NodeServer.start(21070)) {
                await().atMost(LIMIT).until(() -> {
                    sensor.say("22 degrees");
                    return restarted.messages("binary").contains("22 degrees");
                });
            }
            assertThat(proxy.sessions("sensor-ingress")).as("after the restart of the collector")
                    .singleElement()
                    .satisfies(same -> assertThat(same.at("name")).isEqualTo(session));
        }
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static WebSocketPeer client(String path, String... headers) throws IOException {
        return WebSocketPeer.client(SocketChannel.open(at(20060)), path, headers);
    }

    private static Message text(String text) {
        return new Message(text.getBytes(UTF_8), true);
    }

    private static String string(Message message) {
        assertThat(message).isNotNull();
        return new String(message.bytes(), UTF_8);
    }
}
