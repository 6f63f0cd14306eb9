package io.l7mp.protocol.jsonsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client says first, and what it makes of the answer. */
class JsonSocketClusterTest {
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);

    private final SimPlace messages = new SimPlace(SEED, SimSpec.messages(SimPlace.PORT));
    private final SimPlace datagrams = new SimPlace(SEED, SimSpec.datagrams(SimPlace.PORT));
    private final SimPlace bytes = new SimPlace(SEED, SimSpec.bytes(SimPlace.PORT));

    @AfterEach
    void leavesNothing() {
        for (var place : List.of(messages, datagrams, bytes)) {
            place.leave();
        }
    }

    @Test
    void saysItsHeaderOnceAndThenPayload() {
        var server = messages.server();
        var dialled = messages.connect(Json.obj("set", Json.obj("key", "/a/b", "value", 1)));
        messages.world.run(Duration.ofSeconds(1));
        assertThat(dialled.calls).isZero();
        server.peer().send(SimPlace.OK);
        server.peer().send("first");
        messages.world.settle();
        dialled.ear().send("second");
        messages.world.settle();

        assertThat(server.peer().texts()).containsExactly("{\"a\":{\"b\":1},\"JSONSocketVersion\":1}",
                "second");
        assertThat(dialled.ear().texts()).containsExactly("first");
        assertThat(dialled.calls).isEqualTo(1);
    }

    @Test
    void tellsWhatTheServerAnswered() {
        messages.server("{\"JSONSocketVersion\":1,\"node\":\"w-1\"}").facts(Metadata.of(Json.obj("Sim", 1)));
        var dialled = messages.connect();
        messages.world.settle();

        assertThat(dialled.facts.json()).isEqualTo(
                Json.obj("Sim", 1, "JSONSocket", Json.obj("JSONSocketVersion", 1, "node", "w-1")));
        assertThat(dialled.facts.text("/JSONSocket/node")).contains("w-1");
        assertThat(dialled.facts.get(Path.of("/Sim"))).contains(Json.of(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {}                             | PROTOCOL | No JSONSocket version info in reponse header: {}
            null                           | PROTOCOL | No JSONSocket version info in reponse header: null
            {"JSONSocketVersion":"1"}      | PROTOCOL | JSONSocket version info is not numeric in response header: {"JSONSocketVersion":"1"}
            {"JSONSocketVersion":2}        | PROTOCOL | Unsupported JSONSocket version "2" in header, dropping connection
            {"JSONSocketVersion":-1}       | PROTOCOL | Unsupported JSONSocket version "-1" in header, dropping connection
            {"JSONSocketVersion":1,"JSONSocketStatus":404} | REFUSED | Server sent invalid status "404" in response header, dropping connection
            {"JSONSocketVersion":1,"JSONSocketStatus":300} | REFUSED | Server sent invalid status "300" in response header, dropping connection
            {"JSONSocketVersion":1,"JSONSocketStatus":199} | REFUSED | Server sent invalid status "199" in response header, dropping connection
            {"JSONSocketVersion":1,"JSONSocketStatus":null} | REFUSED | Server sent invalid status "null" in response header, dropping connection
            """)
    void saysWhatIsWrongWithAnAnswer(String answer, Kind kind, String text) {
        for (var place : List.of(messages, bytes, datagrams)) {
            place.server(answer);
            var dialled = place.connect();
            place.world.settle();

            assertThat(dialled.failure()).isEqualTo(text);
            assertThat(dialled.cause).isNotNull().extracting(Cause::kind).isEqualTo(kind);
            assertThat(dialled.calls).isEqualTo(1);
            assertThat(place.world.net().openInside()).isEmpty();
        }
    }

    @Test
    void tellsTheStatusOfARefusal() {
        messages.server("{\"JSONSocketVersion\":1,\"JSONSocketStatus\":404}");
        var dialled = messages.connect();
        messages.world.settle();

        assertThat(dialled.cause).isNotNull().extracting(cause -> cause.detail().json())
                .isEqualTo(Json.obj("JSONSocket",
                        Json.obj("JSONSocketVersion", 1, "JSONSocketStatus", 404), "status", 404));
    }

    @Test
    void givesTheParsersWordWhereAnAnswerIsNoJson() {
        messages.server("{\"JSON");
        var dialled = messages.connect();
        messages.world.settle();

        assertThat(dialled.failure()).isEqualTo("more text at character 6");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"JSONSocketVersion":0}
            {"JSONSocketVersion":1}
            {"JSONSocketVersion":1,"JSONSocketStatus":200}
            {"JSONSocketVersion":1,"JSONSocketStatus":299}
            """)
    void isContentWithAnswersOfAllKindsOfServers(String answer) {
        for (var place : List.of(messages, bytes, datagrams)) {
            place.server(answer, "payload");
            var dialled = place.connect();
            place.world.settle();

            assertThat(dialled.ear().text()).isEqualTo("payload");
        }
    }

    @Test
    void waitsForAnAnswerAsLongAsTheWholeAttemptMayTake() {
        messages.server().script(new SimAnswer.AcceptAfter(Duration.ofMillis(1_500)));
        var dialled = messages.connect();
        messages.world.run(Duration.ofMillis(1_990));
        assertThat(dialled.calls).isZero();
        messages.world.run(Duration.ofMillis(20));

        assertThat(dialled.failure()).isEqualTo(
                "Failed to receive JSONSocket response in 2000 msecs: Promise timed out after 2000 milliseconds");
        assertThat(dialled.cause).isNotNull().extracting(Cause::kind).isEqualTo(Kind.TIMED_OUT);
    }

    @Test
    void saysWhyTheTransportIsNotToBeHad() {
        var dialled = messages.connect();
        messages.world.settle();

        assertThat(dialled.failure()).isEqualTo("connect ECONNREFUSED there:7");
    }

    @Test
    void saysThatTheServerLeftWithoutAnAnswer() {
        messages.server().onAccept(peer -> peer.onPayload(_ -> peer.reset()));
        bytes.server().onAccept(peer -> peer.onPayload(_ -> peer.finish()));
        var broken = messages.connect();
        var ended = bytes.connect();
        messages.world.settle();
        bytes.world.settle();

        assertThat(broken.failure())
                .isEqualTo("Failed to receive JSONSocket response in 2000 msecs: read ECONNRESET");
        assertThat(ended.failure()).isEqualTo(
                "Failed to receive JSONSocket response in 2000 msecs: the server ended the connection");
    }

    @Test
    void saysWhichEntryMeansNothing() {
        var server = messages.server(SimPlace.OK);
        for (var entry : List.of(Json.obj("get", 1), Json.of("x"), Json.obj("path", Json.obj("to", "/a")),
                Json.obj("set", Json.obj("value", 1)), Json.obj("set", Json.obj("key", "a")))) {
            var dialled = messages.connect(Json.obj("path", "/x"), entry);
            messages.world.settle();

            assertThat(dialled.failure())
                    .isEqualTo("Unknown JSONSocket header spec: " + messages.env.json().write(entry));
            assertThat(dialled.cause).isNotNull().extracting(Cause::kind).isEqualTo(Kind.LIMIT);
        }
        assertThat(server.attempts()).isZero();
    }

    @Test
    void refusesAHeaderThatDoesNotFitIntoAPacket() {
        var frame = "{\"x\":\"\",\"JSONSocketVersion\":1}".length();
        datagrams.server(SimPlace.OK);
        var fits = datagrams
                .connect(Json.obj("set", Json.obj("key", "x", "value", "x".repeat(1_200 - frame))));
        var large = datagrams
                .connect(Json.obj("set", Json.obj("key", "x", "value", "x".repeat(1_201 - frame))));
        datagrams.world.settle();

        assertThat(fits.failure()).isEmpty();
        assertThat(large.failure())
                .isEqualTo("JSONSocket header has 1201 bytes (largest over this transport: 1200)");
        assertThat(large.cause).isNotNull().extracting(Cause::kind).isEqualTo(Kind.LIMIT);
    }

    @Test
    void doesNotTakeAnEndlessAnswer() {
        bytes.server("{\"x\":\"" + "x".repeat(65_536));
        var dialled = bytes.connect();
        bytes.world.settle();

        assertThat(dialled.failure()).isEqualTo("JSONSocket response: Header has more than 65536 bytes");
    }

    @Test
    void repeatsItsRequestOnlyWhereItIsToldToAndItMayBeLost() {
        var repeating = new JsonSocketClusterSpec(Ride.SPEC, List.of(), 100);
        for (var place : List.of(datagrams, messages)) {
            var server = place.server();
            var dialled = place.connect(repeating, Metadata.EMPTY);
            place.world.run(Duration.ofMillis(550));
            boolean unreliable = place == datagrams;
            assertThat(server.peer().texts()).hasSize(unreliable ? 6 : 1)
                    .allMatch(SimPlace.VERSION_ONLY::equals);
            server.peer().send(SimPlace.OK);
            if (unreliable) {
                server.peer().send(SimPlace.OK);
                server.peer().send(SimPlace.OK);
            }
            server.peer().send("payload");
            place.world.run(Duration.ofMillis(500));

            assertThat(server.peer().texts()).hasSize(unreliable ? 6 : 1);
            assertThat(dialled.ear().texts()).containsExactly("payload");
            assertThat(place.env.drops("repeated_header")).isEqualTo(unreliable ? 2 : 0);
        }
    }

    @Test
    void saysItsHeaderAnewAtEachAttempt() {
        var headers = new ArrayList<String>();
        messages.server().onAccept(peer -> peer.onPayload(header -> {
            headers.add(peer.text());
            if (headers.size() == 1) {
                peer.send("{\"JSONSocketVersion\":1,\"JSONSocketStatus\":404}");
            } else {
                peer.send(SimPlace.OK);
            }
        }));
        var refused = messages.connect();
        messages.world.settle();
        var again = messages.connect();
        messages.world.settle();

        assertThat(refused.cause).isNotNull();
        assertThat(again.failure()).isEmpty();
        assertThat(headers).containsExactly(SimPlace.VERSION_ONLY, SimPlace.VERSION_ONLY);
    }

    @Test
    void leavesNothingOpenWhenCalledOff() {
        var peers = new ArrayList<SimPeer>();
        messages.server().onAccept(peers::add);
        var dialled = messages.connect();
        messages.world.settle();
        messages.world.loop().execute(() -> dialled.attempt.cancel());
        messages.world.run(Duration.ofSeconds(10));

        assertThat(dialled.calls).isZero();
        assertThat(peers.getFirst().closed()).isPresent();
        assertThat(messages.world.net().openInside()).isEmpty();
    }
}
