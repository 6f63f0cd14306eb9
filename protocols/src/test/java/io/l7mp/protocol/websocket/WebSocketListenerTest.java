package io.l7mp.protocol.websocket;

import static io.l7mp.protocol.websocket.Frames.FINAL;
import static io.l7mp.protocol.websocket.Frames.binary;
import static io.l7mp.protocol.websocket.Frames.closeFrame;
import static io.l7mp.protocol.websocket.Frames.frame;
import static io.l7mp.protocol.websocket.Frames.text;
import static io.l7mp.protocol.websocket.Frames.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.HttpDoors;
import io.l7mp.protocol.wire.HttpRaw;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of a WebSocket listener see, well-behaved ones and others. */
class WebSocketListenerTest {
    private static final String UPGRADE = "GET /a HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String SWITCHED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    private HttpDoors doors = open("", HttpDoors.Session::mirror);

    private static HttpDoors open(String path, Consumer<HttpDoors.Session> onOffer) {
        return HttpDoors.open(new WebSocketProtocol(), new WebSocketListenerSpec(0, "", path, 1000, 0),
                onOffer);
    }

    private void reopen(String path, Consumer<HttpDoors.Session> onOffer) {
        doors.close();
        doors = open(path, onOffer);
    }

    private HttpRaw connect() {
        var client = HttpRaw.to(doors.port()).send(UPGRADE + "\r\n");
        assertThat(client.readUntil("\r\n\r\n")).isEqualTo(SWITCHED + "\r\n");
        return client;
    }

    private String answerTo(String request) {
        try (var client = HttpRaw.to(doors.port())) {
            return client.send(request).readToEnd();
        }
    }

    @AfterEach
    void close() {
        doors.close();
    }

    private static void read(HttpRaw client, String expected) {
        assertThat(new String(client.read(expected.length()), StandardCharsets.ISO_8859_1))
                .isEqualTo(expected);
    }

    @Test
    void endsASessionWhosePeerVanishesWithoutHavingRead() {
        var client = connect();
        var answered = new byte[900];
        var sender = Thread.ofVirtual().start(() -> client.sendWhileTaken(
                new String(binary(answered), StandardCharsets.ISO_8859_1).repeat(20_000)));
        doors.awaitBlocked();

        client.reset();

        assertThat(doors.next()).isInstanceOfSatisfying(Cause.class,
                cause -> assertThat(cause.kind()).isEqualTo(Kind.RESET));
        assertThat(sender).isNotNull();
    }

    @Test
    void offersTheRequestBeforeItPromisesAnything() {
        reopen("", session -> {});
        try (var client = HttpRaw.to(doors.port())) {
            client.send(UPGRADE + "\r\n");

            var offer = doors.offer();

            assertThat(offer.name())
                    .isEqualTo("WS:127.0.0.1:%d-127.0.0.1:%d-0".formatted(client.port(), doors.port()));
            assertThat(offer.metadata().text("/HTTP/url/path")).contains("/a");
            offer.loop().execute(() -> offer.refuse(Cause.of(Kind.REFUSED, "connect ECONNREFUSED")));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    .contains("connect ECONNREFUSED");
        }
    }

    @Test
    void agreesOnTheSubProtocolThatTheUpstreamChose() {
        var offering = UPGRADE + "Sec-WebSocket-Protocol: one, two\r\n\r\n";
        for (var choice : new String[]{"two", "one"}) {
            reopen("",
                    session -> session.mirror(choice.equals("one") ? Metadata.EMPTY : Upgrade.facts(choice)));
            try (var client = HttpRaw.to(doors.port())) {
                assertThat(client.send(offering).readUntil("\r\n\r\n"))
                        .isEqualTo(SWITCHED + "Sec-WebSocket-Protocol: " + choice + "\r\n\r\n");
            }
        }
        for (var none : new String[]{"", "three"}) {
            reopen("", session -> session.mirror(Upgrade.facts(none)));
            try (var client = HttpRaw.to(doors.port())) {
                assertThat(client.send(offering).readUntil("\r\n\r\n")).isEqualTo(SWITCHED + "\r\n");
            }
        }
    }

    @Test
    void sendsOtherRequestsAway() {
        var required = "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
                + "Sec-WebSocket-Version: 13\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\nUpgrade Required";
        assertThat(answerTo("GET / HTTP/1.1\r\nHost: here\r\n\r\n")).isEqualTo(required);
        assertThat(answerTo(UPGRADE.replace("13", "8") + "\r\n")).isEqualTo(required);
        assertThat(answerTo(UPGRADE.replace("GET", "POST") + "\r\n")).isEqualTo(required);
        assertThat(answerTo(UPGRADE.replace("dGhl", "dG") + "\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answerTo(UPGRADE + "Content-Length: 3\r\n\r\nabc")).startsWith("HTTP/1.1 400 ");
        assertThat(answerTo(UPGRADE + "X: " + "a".repeat(70_000) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
        reopen("/b", HttpDoors.Session::mirror);
        assertThat(answerTo(UPGRADE + "\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(doors.noOffer()).isTrue();
    }

    @Test
    void keepsMessagesThatComeByteByByte() {
        try (var client = connect()) {
            client.sendSlowly(together(text("h\u00e9"), frame(FrameReader.BINARY, (byte) 1),
                    frame(FINAL | FrameReader.PING, (byte) 'p'), frame(FINAL, (byte) 2)));

            read(client, "\u0081\u0003h\u00c3\u00a9\u008a\u0001p\u0082\u0002\u0001\u0002");
        }
    }

    @Test
    void keepsWhatAClientSendsTooEarly() {
        try (var client = HttpRaw.to(doors.port())) {
            client.send(together((UPGRADE + "\r\n").getBytes(StandardCharsets.US_ASCII), text("early")));

            assertThat(client.readUntil("\u0081\u0005early")).startsWith(SWITCHED);
        }
    }

    /** More than is read before the answer, and much of it in pieces of a byte. */
    @Test
    void keepsAllThatAClientSendsWhileItsSessionIsConnecting() {
        var sessions = new ArrayList<HttpDoors.Session>();
        reopen("", sessions::add);
        try (var client = HttpRaw.to(doors.port())) {
            client.send(UPGRADE + "\r\n");
            var offer = doors.offer();
            for (int i = 0; i < 100; i++) {
                client.sendSlowly(text("early %03d".formatted(i)));
            }
            for (int i = 0; i < 100; i++) {
                client.send(binary(new byte[1000]));
            }
            client.send(text("last"));

            offer.loop().execute(() -> sessions.getFirst().mirror());

            var heard = client.readUntil("\u0081\u0004last");
            assertThat(heard).startsWith(SWITCHED);
            var messages = heard.substring(heard.indexOf("\u0081"));
            for (int i = 0; i < 100; i++) {
                assertThat(messages).contains("\u0081\u0009early %03d".formatted(i));
            }
            assertThat(messages).hasSize(100 * 11 + 100 * 1004 + 6);
        }
    }

    @Test
    void passesCloseCodesOnAndAnswersThem() {
        try (var client = connect()) {
            client.send(frame(FINAL | FrameReader.CLOSE, (byte) 0x0f, (byte) 0xa1, (byte) 'b', (byte) 'y',
                    (byte) 'e'));

            assertThat(client.readToEnd()).isEqualTo(closeFrame(4001, "bye"));
        }
        assertThat(doors.next()).isInstanceOfSatisfying(Metadata.class,
                trailers -> assertThat(trailers.json())
                        .isEqualTo(new WebSocketClose(4001, "bye").trailers().json()));
        assertThat(doors.next()).isEqualTo(Cause.DONE);
    }

    @Test
    void failsAClientThatBreaksTheRulesAndNoOther() {
        try (var neighbour = connect(); var client = connect()) {
            client.send(together(text("a"), frame(FINAL | FrameReader.TEXT, false, (byte) 'b'), text("c")));

            assertThat(client.readToEnd())
                    .isEqualTo("\u0081\u0001a" + closeFrame(1002, "frame without mask"));
            assertThat(doors.next()).isInstanceOfSatisfying(Cause.class, cause -> {
                assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
                assertThat(cause.detail().json())
                        .isEqualTo(new WebSocketClose(1002, "frame without mask").trailers().json());
            });
            neighbour.send(text("still here"));
            read(neighbour, "\u0081\nstill here");
            assertThat(doors.env().refusals("bad_frame")).isEqualTo(1);
        }
    }

    @Test
    void refusesMessagesThatAreTooLarge() {
        try (var client = connect()) {
            client.send(together(frame(FrameReader.BINARY, new byte[600]), frame(FINAL, new byte[600])));

            assertThat(client.readToEnd()).isEqualTo(closeFrame(1009, "message larger than 1000 bytes"));
            assertThat(doors.env().refusals("large_message")).isEqualTo(1);
        }
    }

    @Test
    void tellsAConnectionThatEndedWithoutAWord() {
        try (var client = connect()) {
            client.endSending();

            assertThat(doors.next()).isInstanceOfSatisfying(Cause.class, cause -> {
                assertThat(cause.kind()).isEqualTo(Kind.RESET);
                assertThat(cause.detail().text("/WebSocket/reason")).contains("");
            });
        }
    }

    @Test
    void tellsThatAClientLeftBeforeItWasAnswered() {
        reopen("", session -> {});
        try (var client = HttpRaw.to(doors.port())) {
            client.send(UPGRADE + "\r\n");
            doors.offer();
        }

        assertThat(doors.next()).isEqualTo("gone");
    }

    @Test
    void saysWhyASessionEnds() {
        reopen("", session -> session.mirror().close(Cause.of(Kind.RESET, "\u20ac".repeat(100))));
        try (var client = connect()) {
            assertThat(client.readToEnd()).hasSize(4 + 123)
                    .startsWith("\u0088\u007d\u0003\u00f3\u00e2\u0082\u00ac");
        }
        reopen("", session -> session.mirror().close(Cause.of(Kind.SHUTDOWN, "")));
        try (var client = connect()) {
            assertThat(client.readToEnd()).as("a client that never answers").isEqualTo(closeFrame(1001, ""));
        }
    }

    @Test
    void endsAPausedSessionInOrder() {
        reopen("", session -> {
            var stream = session.mirror();
            stream.pause();
            stream.close(Cause.DONE);
        });
        try (var client = connect()) {
            read(client, closeFrame(1000, ""));
            client.send(together(text("too late"), frame(FINAL | FrameReader.CLOSE, (byte) 3, (byte) 0xe8)));

            assertThat(doors.next()).isEqualTo(Cause.DONE);
        }
    }

    @Test
    void givesNoAnswersToAPeerThatAsksAndDoesNotRead() {
        try (var neighbour = connect(); var client = connect()) {
            var pings = new byte[1000][];
            java.util.Arrays.fill(pings, frame(FINAL | FrameReader.PING, new byte[125]));
            var flood = together(pings);
            for (int i = 0; i < 100; i++) {
                client.send(flood);
            }
            neighbour.send(text("a"));
            read(neighbour, "\u0081\u0001a");

            assertThat(doors.env().bytesInUse()).isLessThan(4 << 20);
        }
    }
}
