package io.l7mp.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.SessionFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Endpoint THERE = new Endpoint("e", "there", 1, 1);

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final SimNet net = world.net();
    private final SimProtocol protocol = new SimProtocol(net);
    private final TestEnv env = TestEnv.of(world);

    @AfterEach
    void leavesNoBuffer() {
        assertThat(world.bytesInUse()).isZero();
    }

    private Outcome<Connected> connect(SimSpec spec) {
        var outcome = new Outcome<Connected>();
        begin(spec, outcome);
        return outcome;
    }

    private Outcome<Attempt> begin(SimSpec spec, Completion<Connected> done) {
        var attempt = new Outcome<Attempt>();
        world.loop().execute(() -> attempt.done(protocol.open(spec, env)
                .connect(THERE, new SessionFacts("s", Metadata.EMPTY, Metadata.EMPTY), world.loop(), LIMIT,
                        done)));
        return attempt;
    }

    private StreamEnd connected(SimSpec spec) {
        var outcome = connect(spec);
        world.settle();
        return new StreamEnd(outcome.value().orElseThrow().stream(), world.buffers()).attach();
    }

    private Binding bind(SimSpec spec, List<Offer> offers) {
        var bound = new Outcome<Binding>();
        protocol.bind(spec, offers::add, env, bound);
        world.run();
        bound.value().orElseThrow().start();
        return bound.value().orElseThrow();
    }

    @Test
    void refusesWhereNobodyListens() {
        var outcome = connect(SimSpec.bytes(0));
        world.run();

        assertThat(outcome.cause()).map(Cause::text)
                .contains("General Server Error: connect ECONNREFUSED there:1");
        assertThat(net.openStreams()).isZero();
    }

    @Test
    void followsItsScript() {
        var server = net.serve("there", 1).script(new SimAnswer.Refuse(), new SimAnswer.Silence(),
                new SimAnswer.AcceptAfter(Duration.ofSeconds(1)));
        var kinds = new ArrayList<Optional<Kind>>();
        for (int i = 0; i < 4; i++) {
            var outcome = connect(SimSpec.bytes(0));
            world.runUntil(() -> outcome.calls() > 0, Duration.ofSeconds(5));
            kinds.add(outcome.cause().map(Cause::kind));
        }

        assertThat(kinds).containsExactly(Optional.of(Kind.REFUSED), Optional.of(Kind.TIMED_OUT),
                Optional.empty(),
                Optional.empty());
        assertThat(server.attempts()).isEqualTo(4);
        assertThat(server.peers()).hasSize(2);
    }

    @Test
    void timesOutExactlyAtTheLimitAndForgetsALateAccept() {
        net.serve("there", 1).script(new SimAnswer.AcceptAfter(Duration.ofSeconds(3)));
        var outcome = connect(SimSpec.bytes(0));
        world.runUntil(() -> outcome.calls() > 0, Duration.ofSeconds(9));
        long at = world.nanos();
        world.run();

        assertThat(at).isEqualTo(LIMIT.toNanos());
        assertThat(outcome.calls()).isEqualTo(1);
        assertThat(net.openStreams()).isZero();
    }

    @Test
    void resetsAfterSoManyPayloads() {
        net.serve("there", 1).script(new SimAnswer.ResetAfter(2));
        var end = connected(SimSpec.messages(0));
        end.send(new byte[1], 0);
        world.settle();
        var early = end.closed();
        end.send(new byte[1], 0);
        world.run();

        assertThat(early).isFalse();
        assertThat(end.cause().map(Cause::kind)).contains(Kind.RESET);
        assertThat(end.violations()).isEmpty();
    }

    @Test
    void finishesInOrderWhenScripted() {
        net.serve("there", 1).script(new SimAnswer.FinishAfter(0));
        var end = connected(SimSpec.bytes(0));
        world.settle();
        var finished = end.finished();
        var closed = end.closed();
        end.finish();
        world.run();

        assertThat(finished).isTrue();
        assertThat(closed).isFalse();
        assertThat(end.cause()).contains(Cause.DONE);
        assertThat(net.openStreams()).isZero();
    }

    @Test
    void carriesACloseCodeAsTrailers() {
        var offers = new ArrayList<Offer>();
        var binding = bind(SimSpec.messages(7), offers);
        var peer = net.dial(SimSpec.messages(7), 7, Metadata.of(Json.obj("Hello", "there")));
        world.settle();
        var offer = offers.getFirst();
        offer.loop().execute(() -> offer.open(Metadata.EMPTY).finish(Metadata.of(Json.obj("code", 4000))));
        world.settle();

        assertThat(offer.metadata().text("/Hello")).contains("there");
        assertThat(peer.opened()).isPresent();
        assertThat(peer.finished().flatMap(last -> last.get(io.l7mp.spi.Path.of("code"))))
                .contains(Json.of(4000));
        binding.close(() -> {});
        world.run();
        assertThat(net.openStreams()).isZero();
    }

    @Test
    void keepsWhatAPeerSaidBeforeItWasOpened() {
        var offers = new ArrayList<Offer>();
        bind(SimSpec.datagrams(7), offers);
        var peer = net.dial(SimSpec.datagrams(7), 7, Metadata.EMPTY);
        peer.send("first");
        peer.send("second");
        world.settle();
        var ends = new ArrayList<StreamEnd>();
        var offer = offers.getFirst();
        offer.loop()
                .execute(() -> ends.add(new StreamEnd(offer.open(Metadata.EMPTY), world.buffers()).attach()));
        world.settle();

        assertThat(ends.getFirst().received()).extracting(bytes -> new String(bytes, UTF_8))
                .containsExactly("first", "second");
    }

    @Test
    void losesDoublesAndReordersOnlyWhatPromisesNothing() {
        net.lossy(new LossyLink(0.2, 0.2, 0.5));
        var texts = new ArrayList<List<String>>();
        for (var spec : List.of(SimSpec.datagrams(0), SimSpec.messages(0))) {
            var server = net.serve("there", 1);
            var end = connected(spec);
            for (int i = 0; i < 100; i++) {
                end.send(String.format("%03d", i).getBytes(UTF_8), 0);
            }
            world.settle();
            texts.add(server.peer().texts());
            end.violations();
        }

        assertThat(texts.getFirst().stream().distinct()).hasSizeLessThan(100);
        assertThat(texts.getFirst()).isNotEqualTo(texts.getFirst().stream().sorted().toList());
        assertThat(texts.getFirst().stream().distinct().count()).isLessThan(texts.getFirst().size());
        assertThat(texts.getLast()).hasSize(100).isSorted();
    }

    @Test
    void answersInItsOwnWordsWhenRefused() {
        var offers = new ArrayList<Offer>();
        bind(SimSpec.bytes(7), offers);
        var peer = net.dial(SimSpec.bytes(7), 7, Metadata.EMPTY);
        world.settle();
        var offer = offers.getFirst();
        offer.loop().execute(() -> offer.refuse(Cause.of(Kind.NO_ROUTE, "")));
        world.run();

        assertThat(peer.closed().map(Cause::kind)).contains(Kind.NO_ROUTE);
        assertThat(net.openStreams()).isZero();
    }
}
