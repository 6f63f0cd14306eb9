package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;

/** Attacks by what is said: too long, too deep, too hard to understand, or in another language than is spoken there. */
final class HostileBytes {
    private static final int BRACKETS = 100_000;
    private static final long GIBIBYTE = 1L << 30;

    /** How much of a body leaves its sender before it has heard the refusal: our buffers, the system's, and what is thrown away. */
    private static final long MOST_SENT = 64L << 20;

    private static final long MOST_HELD = 32L << 20;
    private static final int PIECE = 1 << 16;
    private static final int PATIENCE = 20_000;
    private static final String HEAD = "GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n";

    private final Fortress fortress;
    private final int times;
    private final InetSocketAddress http;
    private final InetSocketAddress ws;

    HostileBytes(Fortress fortress, int times) {
        this.fortress = fortress;
        this.times = times;
        this.http = fortress.listen("http", "protocol: HTTP", "{}", "Echo");
        this.ws = fortress.listen("ws", "protocol: WebSocket", "{}", "Echo");
    }

    void all() throws Exception {
        largeBodies();
        deepTexts();
        expressions();
        heads();
        jsonSocket();
        frames();
    }

    private void largeBodies() throws Exception {
        fortress.attack("a body of 1 GiB, announced and in chunks", Map.of("body_too_large", 2), () -> {
            long before = fortress.direct();
            for (var head : List.of("Content-Length: " + GIBIBYTE + "\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n" + Long.toHexString(GIBIBYTE) + "\r\n")) {
                assertThat(pour("POST /api/v1/listeners HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: text/yaml\r\n" + head)).startsWith("HTTP/1.1 413 ");
            }
            assertThat(fortress.direct() - before).as("bytes outside the heap").isLessThan(MOST_HELD);
        });
    }

    /** Sends a body until the other side will have no more of it. */
    private String pour(String head) throws IOException {
        var heard = new ByteArrayOutputStream();
        var body = ByteBuffer.allocateDirect(PIECE);
        var in = ByteBuffer.allocate(PIECE);
        long sent = 0;
        try (var selector = Selector.open(); var channel = SocketChannel.open(fortress.api())) {
            channel.write(ByteBuffer.wrap(head.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            var key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            boolean ended = false;
            while (!ended && sent < GIBIBYTE && selector.select(PATIENCE) > 0) {
                selector.selectedKeys().clear();
                if (key.isReadable()) {
                    ended = channel.read(in.clear()) < 0;
                    heard.write(in.array(), 0, in.position());
                }
                if (key.isWritable()) {
                    sent += channel.write(body.clear());
                }
            }
            assertThat(ended).as("the connection ended").isTrue();
        } catch (IOException reset) {
            // The rest of the body has no reader any more.
        }
        assertThat(sent).as("bytes sent").isLessThan(MOST_SENT);
        return heard.toString(US_ASCII);
    }

    private void deepTexts() throws Exception {
        var place = "\"path\": \"" + "[0]".repeat(100) + "\"";
        fortress.attack("100,000 brackets", Map.of("nesting", 5), () -> {
            for (var type : List.of("text/yaml", "application/json")) {
                assertThat(post(type, "[".repeat(BRACKETS))).startsWith("HTTP/1.1 400 ").contains(place);
                assertThat(post(type, "{\"a\": ".repeat(BRACKETS))).startsWith("HTTP/1.1 400 ")
                        .contains("\"path\": \"a.a.a.");
            }
            assertThat(post("text/yaml", "- ".repeat(BRACKETS))).startsWith("HTTP/1.1 400 ").contains(place);
        });
        fortress.attack("an alias of aliases", Map.of("unreadable", 1), () -> {
            var text = new StringBuilder(
                    "a0: &a0 [hello, hello, hello, hello, hello, hello, hello, hello]\n");
            for (int i = 1; i < 20; i++) {
                text.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ", ").repeat(8))
                        .append("]\n");
            }
            assertThat(post("text/yaml", text.toString())).startsWith("HTTP/1.1 400 ").contains("aliases");
        });
    }

    private String post(String type, String body) throws IOException {
        return heard(fortress.api(),
                "POST /api/v1/listeners HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s".formatted(type, body.length(),
                                body));
    }

    private static String heard(InetSocketAddress at, String said) throws IOException {
        try (var peer = Rude.to(at)) {
            return peer.say(said).hear();
        }
    }

    private void expressions() throws Exception {
        var at = fortress.listen("expressions", "protocol: HTTP", "{}",
                "{op: matches, path: /HTTP/url/path, value: '(a+)+$'}", "Echo");
        var evil = HEAD.formatted("a".repeat(5_000) + "!", "");
        repeat("catastrophic expressions", Map.of("expensive_match", times),
                () -> assertThat(heard(at, evil)).startsWith("HTTP/1.1 404 "));
    }

    private void heads() throws Exception {
        var all = List.of(http, ws, fortress.api());
        repeat("huge heads", Map.of("headers_too_large", 3 * times, "url_too_long", 3 * times), () -> {
            for (var at : all) {
                assertThat(heard(at, HEAD.formatted("", "X: " + "x".repeat(70_000) + "\r\n")))
                        .startsWith("HTTP/1.1 431 ");
                assertThat(heard(at, HEAD.formatted("x".repeat(9_000), ""))).startsWith("HTTP/1.1 414 ");
            }
        });
        var hello = "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003"
                + "\u009e".repeat(500) + "\r\n\r\n";
        repeat("TLS where there is none", Map.of("malformed", 3 * times), () -> {
            for (var at : all) {
                assertThat(heard(at, hello)).startsWith("HTTP/1.1 400 ");
            }
        });
    }

    private void jsonSocket() throws Exception {
        var tcp = fortress.listen("tcp-header", "protocol: JSONSocket, header_timeout: 1000, max_waiting: "
                + times + ", transport: {protocol: TCP", "{}", "Echo");
        fortress.attack("half a header over TCP", Map.of("header_timeout", times, "max_waiting", 1), () -> {
            try (var sluggards = new Sluggards("1")) {
                sluggards.begin(tcp, 5 * times, "{\"JSONSocketVersion\":").untilSentAway(Fortress.LIMIT);
            }
        });
        repeat("other headers over TCP", Map.of("bad_header", times, "large_header", times), () -> {
            assertThat(heard(tcp, "\u0016\u0003\u0001\u0002\0\u0001\0")).contains("\"JSONSocketStatus\":400");
            assertThat(heard(tcp, "{\"" + "x".repeat(70_000))).contains("\"JSONSocketStatus\":400");
        });
        var udp = fortress.listen("udp-header", "protocol: JSONSocket, transport: {protocol: UDP", "{}",
                "Echo");
        repeat("half a header over UDP", Map.of("bad_header", times, "large_header", times), () -> {
            assertThat(answer(udp, "{\"JSONSocketVersion\":")).contains("\"JSONSocketStatus\":400");
            assertThat(answer(udp, "{\"" + "x".repeat(1_300))).contains("\"JSONSocketStatus\":400");
        });
    }

    private static String answer(InetSocketAddress at, String said) throws IOException {
        try (var asker = new Asker(at.getPort())) {
            return asker.insist(said);
        }
    }

    private void frames() throws Exception {
        repeat("frames of 2^63 bytes, and of one less", Map.of("bad_frame", times, "large_message", times),
                () -> {
                    assertThat(closedBy("\u0080\0\0\0\0\0\0\0")).contains("\u0003\u00ea");
                    assertThat(closedBy("\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"))
                            .contains("\u0003\u00f1");
                });
    }

    private String closedBy(String length) throws IOException {
        try (var client = Talk.begin(Kind.WEBSOCKET, ws)) {
            return client.say("\u0082\u00ff" + length + "\0\0\0\0hello").hear();
        }
    }

    private void repeat(String name, Map<String, Integer> expected, Crew.Errand errand) throws Exception {
        fortress.attack(times + " times " + name, expected, () -> {
            for (int i = 0; i < times; i++) {
                errand.run();
            }
        });
    }
}
