package io.l7mp.protocol.jsonsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.TinyJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers, and what it does not take for payload. */
class JsonSocketListenerTest {
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);

    /** The kinds of transport there are. */
    enum Over {
        BYTES(SimSpec::bytes), MESSAGES(SimSpec::messages), DATAGRAMS(SimSpec::datagrams);

        private final Function<Integer, SimSpec> spec;

        Over(Function<Integer, SimSpec> spec) {
            this.spec = spec;
        }

        SimPlace place() {
            return new SimPlace(SEED, spec.apply(SimPlace.PORT));
        }
    }

    private static String reply(int status, String message) {
        return TinyJson.TEXT
                .write(Json.obj("JSONSocketVersion", 1, "JSONSocketStatus", status, "JSONSocketMessage",
                        message));
    }

    private static SimPeer asked(SimPlace place, String header) {
        var peer = place.dial();
        peer.send(header);
        place.world.settle();
        return peer;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            GET / HTTP/1.1                | 400 | Bad Request: Invalid JSON header
            {"a":}                        | 400 | Bad Request: Invalid JSON header
            {]                            | 400 | Bad Request: Invalid JSON header
            nulk                          | 400 | Bad Request: Invalid JSON header
            null                          | 400 | Bad Request: err
            "text"                        | 400 | Bad Request: err
            [1]                           | 400 | Bad Request: err
            {}                            | 400 | Bad Request: err
            {"JSONSocketVersion":"1"}     | 400 | Bad Request: JSONSocket version info is not numeric/integer in header: {"JSONSocketVersion":"1"}
            {"JSONSocketVersion":0.5}     | 400 | Bad Request: JSONSocket version info is not numeric/integer in header: {"JSONSocketVersion":0.5}
            {"JSONSocketVersion":null}    | 400 | Bad Request: JSONSocket version info is not numeric/integer in header: {"JSONSocketVersion":null}
            {"JSONSocketVersion":-1}      | 505 | Bad Request: Unsupported JSONSocket version in header: {"JSONSocketVersion":-1}
            {"JSONSocketVersion": 2}      | 505 | Bad Request: Unsupported JSONSocket version in header: {"JSONSocketVersion":2}
            """)
    void saysWhatIsWrongWithAHeader(String header, int status, String message) {
        for (var over : Over.values()) {
            var place = over.place().listen();
            var peer = asked(place, header);

            assertThat(peer.text()).as("over %s", over).isEqualTo(reply(status, message));
            assertThat(peer.finished().isPresent() || peer.closed().isPresent()).as("ended over %s", over)
                    .isTrue();
            assertThat(place.offers).isEmpty();
            assertThat(place.env.refusals("bad_header")).isEqualTo(1);
            place.leave();
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensWithTwoHundred(Over over) {
        for (var version : List.of("0", "1", "1.0")) {
            var place = over.place().listen();
            var peer = asked(place, "{\"call\":{\"id\":4711},\"JSONSocketVersion\":" + version + "}");
            peer.send("payload");
            place.world.settle();
            place.accepted.getFirst().send("answer");
            place.world.settle();

            assertThat(peer.text()).isEqualTo(SimPlace.OK + "answer");
            assertThat(place.accepted.getFirst().text()).isEqualTo("payload");
            place.leave();
        }
    }

    @ParameterizedTest
    @EnumSource
    void offersTheHeaderBesideTheFactsOfTheTransport(Over over) {
        var place = over.place().listen();
        asked(place, "{\"call\":{\"id\":4711},\"JSONSocketVersion\":1}");
        asked(place, SimPlace.VERSION_ONLY);
        var metadata = place.offers.getFirst().metadata();

        assertThat(place.offers).extracting(offer -> offer.name()).containsExactly("JSONSocket:js-0",
                "JSONSocket:js-1");
        assertThat(metadata.get(Path.of("/JSONSocket/call/id"))).contains(Json.of(4711));
        assertThat(metadata.text("/IP/src_addr")).contains("192.0.2.7");
        assertThat(metadata.get(Path.of("/"))).contains(metadata.json());
        assertThat(metadata.get(Path.of("/call"))).isEmpty();
        assertThat(TinyJson.TEXT.write(metadata.json())).isEqualTo("{\"IP\":{\"src_addr\":\"192.0.2.7\"},"
                + "\"Sim\":{\"port\":7},\"JSONSocket\":{\"call\":{\"id\":4711},\"JSONSocketVersion\":1}}");
        place.leave();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyThereIsNoSession(Over over) {
        for (var kind : List.of(Kind.NO_ROUTE, Kind.REFUSED, Kind.TIMED_OUT, Kind.LIMIT, Kind.BUG)) {
            var place = over.place().onOffer(
                    offer -> offer.refuse(Cause.of(kind, "No route for session \"" + offer.name() + "\"")))
                    .listen();
            var peer = asked(place, SimPlace.VERSION_ONLY);

            assertThat(peer.text())
                    .isEqualTo(reply(404, "Not Found: No route for session \"JSONSocket:js-0\""));
            peer.finish();
            place.world.settle();
            assertThat(place.world.net().openInside()).isEmpty();
            place.leave();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hearsNothingOfAPeerThatLeavesBeforeItsHeader(Over over) {
        for (var leave : List.<java.util.function.Consumer<SimPeer>>of(SimPeer::finish, SimPeer::reset,
                SimPeer::close)) {
            var place = over.place().listen(new JsonSocketListenerSpec(Ride.SPEC, 10_000, 1));
            for (int i = 0; i < 3; i++) {
                var peer = place.dial();
                place.world.settle();
                leave.accept(peer);
                place.world.settle();
            }

            assertThat(place.offers).isEmpty();
            assertThat(asked(place, SimPlace.VERSION_ONLY).text()).isEqualTo(SimPlace.OK);
            place.leave();
        }
    }

    @Test
    void answersAPeerThatEndsInTheMiddleOfItsHeader() {
        for (var header : List.of("{\"JSONSocketVersion\":1", "12")) {
            var place = Over.BYTES.place().listen();
            var peer = place.dial();
            peer.send(header);
            peer.finish();
            place.world.settle();

            assertThat(peer.text()).isEqualTo(
                    reply(400,
                            header.equals("12") ? "Bad Request: err" : "Bad Request: Invalid JSON header"));
            place.leave();
        }
    }

    @Test
    void findsTheHeaderHoweverItIsCut() {
        var header = " \r\n{\"a\\\"}\":[\"]\\\\\",{}],\"ü\":\"{\",\"JSONSocketVersion\":1}";
        var whole = (header + " payload").getBytes(UTF_8);
        for (int cut = 1; cut < whole.length; cut++) {
            var place = Over.BYTES.place().listen();
            var peer = place.dial();
            peer.send(java.util.Arrays.copyOf(whole, cut));
            place.world.settle();
            assertThat(place.offers).as("after " + cut + " bytes")
                    .hasSize(cut < header.getBytes(UTF_8).length ? 0 : 1);
            peer.send(java.util.Arrays.copyOfRange(whole, cut, whole.length));
            place.world.settle();

            assertThat(place.accepted.getFirst().text()).as("cut at " + cut).isEqualTo(" payload");
            assertThat(peer.text()).isEqualTo(SimPlace.OK);
            place.leave();
        }
    }

    private static String header(int bytes) {
        var frame = "{\"x\":\"\",\"JSONSocketVersion\":1}";
        return "{\"x\":\"" + "x".repeat(bytes - frame.length()) + "\",\"JSONSocketVersion\":1}";
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTES", "MESSAGES"})
    void takesAHeaderOfSixtyFourKibibytesAndNoMore(Over over) {
        var place = over.place().listen();

        assertThat(asked(place, header(64 << 10)).text()).isEqualTo(SimPlace.OK);
        assertThat(asked(place, header((64 << 10) + 1)).text()).isEqualTo(reply(400, over == Over.BYTES
                ? "Bad Request: Header has more than 65536 bytes"
                : "Bad Request: Header has 65537 bytes (largest over this transport: 65536)"));
        assertThat(place.env.refusals("large_header")).isEqualTo(1);
        assertThat(place.offers).hasSize(1);
        place.leave();
    }

    @Test
    void takesNoEndlessWhiteSpace() {
        var place = Over.BYTES.place().listen();

        assertThat(asked(place, " ".repeat((64 << 10) + 1)).text())
                .isEqualTo(reply(400, "Bad Request: Header has more than 65536 bytes"));
        place.leave();
    }

    @Test
    void takesOverUnreliableTransportsOnlyWhatFitsIntoAPacket() {
        var place = Over.DATAGRAMS.place().listen();

        assertThat(asked(place, header(1_200)).text()).isEqualTo(SimPlace.OK);
        assertThat(asked(place, header(1_201)).text())
                .isEqualTo(
                        reply(400, "Bad Request: Header has 1201 bytes (largest over this transport: 1200)"));
        place.leave();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 60_000})
    void refusesDeepNesting(int depth) {
        var place = Over.BYTES.place().listen();

        assertThat(asked(place, "[".repeat(depth) + "]".repeat(Math.min(depth, 5_000))).text())
                .isEqualTo(depth > 5_000 ? "" : reply(400, "Bad Request: Invalid JSON header"));
        place.leave();
    }

    @ParameterizedTest
    @EnumSource
    void waitsForAHeaderAWhileOnly(Over over) {
        var place = over.place().listen();
        var peer = place.dial();
        place.world.run(Duration.ofMillis(9_900));
        assertThat(peer.closed()).isEmpty();
        place.world.run(Duration.ofSeconds(2));

        assertThat(peer.text()).isEqualTo(over == Over.DATAGRAMS
                ? ""
                : reply(408, "Request Timeout: No header in 10000 milliseconds"));
        assertThat(peer.finished().isPresent() || peer.closed().isPresent()).isTrue();
        assertThat(place.env.refusals("header_timeout")).isEqualTo(1);
        place.leave();
    }

    @ParameterizedTest
    @EnumSource
    void letsOnlySoManyPeersWaitWithoutAHeader(Over over) {
        var place = over.place().listen(new JsonSocketListenerSpec(Ride.SPEC, 10_000, 100));
        var peers = new ArrayList<SimPeer>();
        for (int i = 0; i < 1_000; i++) {
            peers.add(place.dial());
        }
        place.world.settle();
        assertThat(place.env.refusals("max_waiting")).isEqualTo(900);
        assertThat(place.world.net().openInside()).hasSize(100);
        var waiting = peers.stream()
                .filter(peer -> peer.closed().isEmpty() && peer.finished().isEmpty())
                .toList();
        assertThat(waiting).hasSize(100);
        waiting.getFirst().send(SimPlace.VERSION_ONLY);
        place.world.settle();

        assertThat(waiting.getFirst().text()).isEqualTo(SimPlace.OK);
        assertThat(asked(place, SimPlace.VERSION_ONLY).text()).isEqualTo(SimPlace.OK);
        place.world.run(Duration.ofSeconds(11));
        assertThat(place.env.refusals("header_timeout")).isEqualTo(99);
        place.leave();
    }

    @Test
    void answersARepeatedRequestAgain() {
        var place = Over.DATAGRAMS.place().onOffer(_ -> {}).listen();
        var peer = asked(place, SimPlace.VERSION_ONLY);
        peer.send(SimPlace.VERSION_ONLY);
        place.world.settle();
        assertThat(peer.texts()).isEmpty();

        var offer = place.offers.getFirst();
        offer.loop().execute(() -> place.accepted.add(new Ear(offer.open(Metadata.EMPTY))));
        place.world.settle();
        peer.send(SimPlace.VERSION_ONLY);
        place.world.settle();

        assertThat(peer.texts()).containsExactly(SimPlace.OK, SimPlace.OK, SimPlace.OK);
        assertThat(place.accepted.getFirst().texts()).isEmpty();
        assertThat(place.env.drops("repeated_header")).isEqualTo(2);
        place.leave();
    }

    @Test
    void standsInTheWayOfPayloadOnlyAsLongAsARepeatMayCome() {
        var place = Over.DATAGRAMS.place().listen();
        var peer = asked(place, SimPlace.VERSION_ONLY);
        var ear = place.accepted.getFirst();
        peer.send("early");
        peer.send(SimPlace.VERSION_ONLY);
        place.world.run(Duration.ofMillis(1_900));
        assertThat(ear.texts()).containsExactly("early");
        assertThat(ear.successors()).isZero();
        place.world.run(Duration.ofMillis(200));
        peer.send("late");
        peer.send(SimPlace.VERSION_ONLY);
        place.world.settle();

        assertThat(ear.texts()).containsExactlyInAnyOrder("early", "late", SimPlace.VERSION_ONLY);
        assertThat(ear.successors()).isEqualTo(1);
        place.leave();
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTES", "MESSAGES"})
    void isGoneAtOnceWhereNothingIsRepeated(Over over) {
        var place = over.place().listen();
        asked(place, SimPlace.VERSION_ONLY);

        assertThat(place.accepted.getFirst().successors()).isEqualTo(1);
        place.leave();
    }

    @Test
    void answersOnlySoManyStrangersOverUnreliableTransports() {
        var place = Over.DATAGRAMS.place().listen();
        for (int second = 0; second < 3; second++) {
            var peers = new ArrayList<SimPeer>();
            for (int i = 0; i < 1_000; i++) {
                peers.add(place.dial());
                peers.getLast().send("x");
            }
            place.world.settle();

            assertThat(peers.stream().filter(peer -> !peer.text().isEmpty()).count()).isBetween(100L, 105L);
            assertThat(place.env.refusals("bad_header")).isEqualTo(1_000 * (second + 1));
            assertThat(place.world.net().openInside()).isEmpty();
            place.world.run(Duration.ofSeconds(1));
        }
        assertThat(asked(place, SimPlace.VERSION_ONLY).text()).isEqualTo(SimPlace.OK);
        place.leave();
    }

    @Test
    void answersOnlySoManyOfThoseWhoAreTooMany() {
        var place = Over.DATAGRAMS.place()
                .onOffer(offer -> offer.refuse(Cause.of(Kind.LIMIT, "too many new sessions")))
                .listen();
        var peers = new ArrayList<SimPeer>();
        for (int i = 0; i < 1_000; i++) {
            peers.add(place.dial());
            peers.getLast().send(SimPlace.VERSION_ONLY);
        }
        place.world.settle();

        assertThat(peers.stream().filter(peer -> !peer.text().isEmpty()).count()).isBetween(100L, 105L);
        assertThat(place.world.net().openInside()).isEmpty();
        place.leave();
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTES", "MESSAGES"})
    void answersAllStrangersWhereNobodyCanForgeASender(Over over) {
        var place = over.place().listen();
        for (int i = 0; i < 300; i++) {
            assertThat(asked(place, "x").text()).isEqualTo(reply(400, "Bad Request: Invalid JSON header"));
        }
        place.leave();
    }

    @ParameterizedTest
    @EnumSource
    void letsSilentPeersKeepNobodyOut(Over over) {
        var place = over.place().listen(new JsonSocketListenerSpec(Ride.SPEC, 10_000, 3));
        var silent = new ArrayList<SimPeer>();
        for (int i = 0; i < 3; i++) {
            silent.add(place.dial());
            place.world.settle();
        }

        assertThat(asked(place, SimPlace.VERSION_ONLY).text()).isEqualTo(SimPlace.OK);

        assertThat(place.env.refusals("max_waiting")).isEqualTo(1);
        assertThat(silent.stream().filter(peer -> peer.finished().isPresent() || peer.closed().isPresent()))
                .containsExactly(silent.getFirst());
        assertThat(silent.getFirst().text()).isEqualTo(over == Over.DATAGRAMS
                ? ""
                : reply(503, "Service Unavailable: Too many peers that sent no header yet"));
        place.leave();
    }
}
