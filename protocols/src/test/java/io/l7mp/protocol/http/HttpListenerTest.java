package io.l7mp.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.Heard;
import io.l7mp.protocol.wire.HttpDoors;
import io.l7mp.protocol.wire.HttpRaw;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of an HTTP listener see, well-behaved ones and others. */
class HttpListenerTest {
    private static final String HOST = "Host: here\r\n";
    private static final String GET = "GET /a HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    private final AtomicInteger sessions = new AtomicInteger();
    private HttpDoors doors = open("", HttpDoors.Session::mirror);

    private HttpDoors open(String path, Consumer<HttpDoors.Session> onOffer) {
        return HttpDoors.open(new HttpProtocol(), new HttpListenerSpec(0, "", path), session -> {
            sessions.incrementAndGet();
            onOffer.accept(session);
        });
    }

    private void reopen(String path, Consumer<HttpDoors.Session> onOffer) {
        doors.close();
        doors = open(path, onOffer);
    }

    /** {@return all that is said to a client that wants nothing more afterwards} */
    private String answerTo(String request) {
        try (var client = HttpRaw.to(doors.port())) {
            return client.send(request.replaceFirst(HOST, HOST + "Connection: close\r\n")).readToEnd();
        }
    }

    private String answerToHalfClosed(String request) {
        try (var client = HttpRaw.to(doors.port())) {
            return client.send(request).endSending().readToEnd();
        }
    }

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void givesEachRequestOfAConnectionASessionOfItsOwn() {
        try (var client = HttpRaw.to(doors.port())) {
            client.send(POST + POST + POST);

            for (int i = 0; i < 3; i++) {
                assertThat(client.readUntil(CHUNKS)).startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n");
                assertThat(doors.offer().name())
                        .isEqualTo("HTTP:127.0.0.1:%d-127.0.0.1:%d-%d".formatted(client.port(), doors.port(),
                                i));
            }
        }
    }

    @Test
    void tellsRulesAllAboutTheRequest() {
        try (var client = HttpRaw.to(doors.port())) {
            client.send("PUT /a/b?c=d&e HTTP/1.1\r\n" + HOST
                    + "X-One: 1\r\nx-one: 2\r\nContent-Length: 0\r\n\r\n");

            var http = (Json.Obj) doors.offer().metadata().json().get("HTTP").orElseThrow();

            assertThat(http).isEqualTo(Json.obj("version", "1.1", "method", "PUT",
                    "url",
                    Json.obj("url", "/a/b?c=d&e", "href", "/a/b?c=d&e", "protocol", "", "host", "", "port",
                            "",
                            "path", "/a/b?c=d&e", "query", "c=d&e"),
                    "headers", Json.obj("host", "here", "x-one", "1, 2", "content-length", "0")));
        }
    }

    @Test
    void readsARequestThatComesByteByByte() {
        try (var client = HttpRaw.to(doors.port())) {
            client.sendSlowly(POST.getBytes(StandardCharsets.US_ASCII));

            assertThat(client.readUntil(CHUNKS)).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void refusesWhatTwoReadersCouldUnderstandInTwoWays() {
        var hidden = "0\r\n\r\nGET /hidden HTTP/1.1\r\n" + HOST + "\r\n";
        for (var head : List.of("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
                "Content-Length: +5\r\n", "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding : chunked\r\n", "X: a\nTransfer-Encoding: chunked\r\n",
                "Host: there\r\n")) {
            var answer = answerTo("POST /a HTTP/1.1\r\n" + HOST + head + "\r\n" + hidden);

            assertThat(answer).as(head).startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .containsOnlyOnce("HTTP/1.1");
        }
        assertThat(sessions).hasValue(0);
    }

    @Test
    void refusesWhatIsTooLongOrNoHttp() {
        assertThat(answerTo("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
        assertThat(answerTo("GET / HTTP/1.1\r\nX: " + "a".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(answerTo("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answerTo("GET / HTTP/3.0\r\n" + HOST + "\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(answerTo("CONNECT a:1 HTTP/1.1\r\n" + HOST + "\r\n")).startsWith("HTTP/1.1 501 ");
        assertThat(answerTo("\u0016\u0003\u0001\u0000\u00c8\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(sessions).hasValue(0);
    }

    @Test
    void keepsLittleOfAHeadThatNeverEnds() {
        try (var client = HttpRaw.to(doors.port())) {
            client.send("GET / HTTP/1.1\r\n" + HOST + "X: ");
            var answer = CompletableFuture.supplyAsync(client::readToEnd, Thread.ofVirtual()::start);
            client.sendWhileTaken("a".repeat(1 << 20));

            assertThat(answer.join()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        reopen("", session -> session.offer()
                .refuse(Cause.of(Kind.valueOf(session.path().substring(1)), "caf\u00e9 \"x\"")));
        var statuses = List.of("NO_ROUTE 404 Not Found", "NOT_FOUND 404 Not Found", "REFUSED 502 Bad Gateway",
                "RESET 502 Bad Gateway", "PROTOCOL 502 Bad Gateway", "TIMED_OUT 504 Gateway Timeout",
                "SHUTDOWN 503 Service Unavailable", "LIMIT 503 Service Unavailable",
                "BUG 500 Internal Server Error");
        for (var line : statuses) {
            var words = line.split(" ", 3);
            var body = "{\n    \"status\": %s,\n    \"message\": \"%s\",\n    \"content\": \"caf\u00c3\u00a9 \\\"x\\\"\"\n}"
                    .formatted(words[1], words[2]);

            var answer = answerTo("GET /" + words[0] + " HTTP/1.1\r\n" + HOST + "\r\n");

            assertThat(answer).isEqualTo("HTTP/1.1 " + words[1] + " " + words[2] + "\r\nstatus: " + words[1]
                    + "\r\nmessage: " + words[2] + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body);
        }
    }

    @Test
    void refusesOtherPathsThanItsOwn() {
        reopen("/api", HttpDoors.Session::mirror);

        assertThat(answerTo(GET)).startsWith("HTTP/1.1 404 Not Found\r\n").contains("Nothing at /a");
        assertThat(answerTo(GET.replace("/a", "/api/v1"))).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(sessions).hasValue(1);
    }

    @Test
    void sendsTheHeadThatIsAskedForAndNothingThatHidesInIt() {
        reopen("", session -> {
            var stream = session.mirror();
            stream.answer(Metadata.of(Json.obj("HTTP", Json.obj("status", 201, "headers", Json.obj(
                    "X-Good", "a\r\nX-Bad: b", "Evil\r\nX-Bad", "c", "Transfer-Encoding", "identity",
                    "set-cookie", Json.of(List.of(Json.of("one"), Json.of("two"))), "content-length", 5)))));
        });

        var answer = answerTo(POST);

        assertThat(answer).isEqualTo(
                "HTTP/1.1 201 Created\r\nX-Good: a  X-Bad: b\r\nset-cookie: one\r\nset-cookie: two\r\n"
                        + "Content-Length: 5\r\nConnection: close\r\n\r\nhello");
    }

    @Test
    void keepsToHttp10WithOldClients() {
        assertThat(answerTo("POST /a HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello"))
                .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello");
    }

    @Test
    void answersHeadWithoutABody() {
        try (var client = HttpRaw.to(doors.port())) {
            client.send(POST.replace("POST", "HEAD") + GET);

            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
        }
    }

    @Test
    void asksForTheBodyOnlyWhenItIsWanted() {
        reopen("", session -> {
            if (session.path().equals("/wanted")) {
                session.mirror();
            } else {
                session.offer().refuse(Cause.of(Kind.NO_ROUTE, ""));
            }
        });
        var expecting = "POST /wanted HTTP/1.1\r\n" + HOST
                + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n";
        try (var client = HttpRaw.to(doors.port())) {
            assertThat(client.send(expecting).readUntil("\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("hello").readUntil(CHUNKS)).startsWith("HTTP/1.1 200 OK\r\n");
        }

        assertThat(answerTo(expecting.replace("wanted", "not"))).startsWith("HTTP/1.1 404 Not Found\r\n")
                .contains("Connection: close").doesNotContain("100 Continue");
    }

    @Test
    void breaksOffAnAnswerThatFailsInTheMiddle() {
        reopen("", session -> {
            var stream = session.mirror();
            stream.write(Unpooled.copiedBuffer("half", StandardCharsets.US_ASCII), 0);
            stream.flush();
            stream.close(Cause.of(Kind.RESET, "read ECONNRESET"));
        });

        assertThat(answerTo(GET)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n4\r\nhalf\r\n");
        assertThat(doors.next()).isInstanceOfSatisfying(Cause.class,
                cause -> assertThat(cause.kind()).isEqualTo(Kind.RESET));
    }

    @Test
    void tellsAFailureInWordsWhileItCan() {
        reopen("", session -> session.mirror().close(Cause.of(Kind.TIMED_OUT, "too late")));
        try (var client = HttpRaw.to(doors.port())) {
            client.send(GET + GET);

            for (int i = 0; i < 2; i++) {
                assertThat(client.readUntil("\n}")).startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
                        .contains("too late");
            }
        }
    }

    @Test
    void saysSoWhenTheSessionIsEndedBeforeItsAnswer() {
        reopen("", session -> session.mirror().close(Cause.of(Kind.SHUTDOWN, "deleted")));

        try (var client = HttpRaw.to(doors.port())) {
            assertThat(client.send(GET).readToEnd()).startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("\r\nConnection: close\r\n").endsWith("\"content\": \"deleted\"\n}");
        }
    }

    @Test
    void completesAnAnswerThatIsWholeOrHasNothingToSay() {
        reopen("", session -> session.mirror().close(Cause.DONE));

        assertThat(answerTo(GET)).startsWith("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");

        reopen("", session -> {
            var stream = session.mirror();
            stream.answer(Metadata.of(Json.obj("HTTP", Json.obj("headers", Json.obj("content-length", 4)))));
            stream.write(Unpooled.copiedBuffer("full", StandardCharsets.US_ASCII), 0);
            stream.close(Cause.of(Kind.SHUTDOWN, "deleted"));
        });

        assertThat(answerTo(GET)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nfull");
    }

    @Test
    void neverLetsAnAnswerThatIsCutLookWhole() {
        for (var kind : List.of(Kind.SHUTDOWN, Kind.RESET)) {
            reopen("", session -> {
                var stream = session.mirror();
                stream.write(Unpooled.copiedBuffer("half", StandardCharsets.US_ASCII), 0);
                stream.flush();
                stream.close(Cause.of(kind, "cut"));
            });

            assertThat(answerTo(GET)).as(kind.name()).startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n4\r\nhalf\r\n");
        }
    }

    @Test
    void promisesNoFurtherRequestOnceTheListenerStops() {
        try (var client = HttpRaw.to(doors.port())) {
            assertThat(client.send(POST).readUntil(CHUNKS)).contains("\r\nConnection: keep-alive\r\n");
            doors.stop();

            assertThat(client.send(POST).readToEnd()).contains("\r\nConnection: close\r\n").endsWith(CHUNKS);
        }
    }

    @Test
    void lastsUntilAClientHasSentARequestThatWasRefusedEarly() {
        reopen("", session -> {
            var stream = session.offer().open(Metadata.EMPTY);
            stream.attach(new Heard());
            stream.answer(Metadata.of(Json.obj("HTTP", Json.obj("status", 413))));
            stream.write(Unpooled.copiedBuffer("too much", StandardCharsets.US_ASCII), 0);
            stream.finish(Metadata.EMPTY);
            stream.close(Cause.DONE);
        });
        var body = "x".repeat(5 << 20);
        for (var head : List.of("Content-Length: " + body.length() + "\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n",
                "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n")) {
            try (var client = HttpRaw.to(doors.port())) {
                client.send("POST / HTTP/1.1\r\n" + HOST + head).send(body);

                assertThat(client.readToEnd()).as(head).startsWith("HTTP/1.1 413 ")
                        .contains("\r\nConnection: close\r\n").contains("too much");
            }
        }
    }

    @Test
    void readsTheRestOfABodyThatNobodyWantsUpToABound() {
        reopen("", session -> session.offer().refuse(Cause.of(Kind.NO_ROUTE, "")));
        var small = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 60000\r\n\r\n" + "x".repeat(60_000);
        try (var client = HttpRaw.to(doors.port())) {
            client.send(small).send(small);

            assertThat(client.readUntil("\n}")).startsWith("HTTP/1.1 404 ");
            assertThat(client.readUntil("\n}")).startsWith("HTTP/1.1 404 ");
        }
        try (var client = HttpRaw.to(doors.port())) {
            client.send(
                    "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1000000\r\n\r\n" + "x".repeat(70_000));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 404 ").containsOnlyOnce("HTTP/1.1")
                    .contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void answersAClientThatFinishedAfterItsRequest() {
        assertThat(answerToHalfClosed(POST)).endsWith(CHUNKS);
        assertThat(doors.next()).isEqualTo(Metadata.EMPTY);
        assertThat(doors.next()).isEqualTo(Cause.DONE);
    }

    @Test
    void tellsThatAClientLeftInTheMiddleOfItsRequest() {
        assertThat(answerToHalfClosed("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhel"))
                .doesNotContain("0\r\n\r\n");

        assertThat(doors.next()).isInstanceOfSatisfying(Cause.class,
                cause -> assertThat(cause.kind()).isEqualTo(Kind.RESET));
    }

    @Test
    void tellsThatAClientLeftBeforeItWasAnswered() {
        reopen("", session -> {});
        try (var client = HttpRaw.to(doors.port())) {
            client.send(GET);
            doors.offer();

            client.reset();

            assertThat(doors.next()).isEqualTo("gone");
        }
    }

    @Test
    void refusesABodyThatBreaksItsFraming() {
        var answer = answerTo("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nfive\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(doors.next()).isInstanceOfSatisfying(Cause.class,
                cause -> assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL));
    }
}
