package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The definition of done for a protocol: its test extends this and says in {@link #fixture()} how the two ends are made.
 *
 * <p>Parts that the traits do not allow are left out and reported. After each test everything is closed and must be gone: every
 * stream has said {@code closed} once and last, every buffer given or taken was released once, every handle is closed, and no
 * callback came on a wrong thread, from inside a wrong method or out of order.
 */
public abstract class ProtocolContract extends EndingContract {
    @Test
    void carriesManySessions() {
        onlyIf(stage.fixture.connecting != null && stage.fixture.farListener == null && !stage.fixture.sink,
                "1,000 sessions", "the protocol does not connect to itself");
        stage.doors.onAccept(end -> end.onPayload(far -> far.echo(far.last())));
        int count = stage.fixture.sessions;
        var dials = new ArrayList<Outcome<StreamEnd>>();
        for (int i = 0; i < count; i++) {
            var outcome = new Outcome<StreamEnd>();
            dials.add(outcome);
            var _ = stage.dial(outcome);
            int window = i - 100;
            if (window >= 0) {
                until("connected", () -> dials.get(window).calls() > 0);
            }
        }
        until("all are connected", () -> dials.stream().allMatch(dial -> dial.value().isPresent()));

        for (int i = 0; i < count; i++) {
            dials.get(i).value().orElseThrow().send(number(i), 0);
            int window = i - 100;
            if (window >= 0) {
                until("answered", () -> dials.get(window).value().orElseThrow().receivedBytes() == 4);
            }
        }

        until("all are answered",
                () -> dials.stream().allMatch(dial -> dial.value().orElseThrow().receivedBytes() == 4));
        for (int i = 0; i < count; i++) {
            assertThat(joined(dials.get(i).value().orElseThrow().received())).isEqualTo(number(i));
        }
    }

    private static byte[] number(int i) {
        return new byte[]{(byte) (i >> 24), (byte) (i >> 16), (byte) (i >> 8), (byte) i};
    }

    @Test
    void leavesNothingOpenWhenCancelled() {
        onlyIf(stage.fixture.connecting != null, "cancel", "the protocol does not connect");
        stage.doors.onAccept(end -> end.onFinished(StreamEnd::reset));
        long handles = stage.handlesOfNoSession();
        var outcomes = new ArrayList<Outcome<StreamEnd>>();
        var cancelled = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            var outcome = new Outcome<StreamEnd>();
            outcomes.add(outcome);
            var loop = stage.nextLoop();
            int turns = i / 2;
            loop.execute(() -> cancelLater(loop, stage.connect(loop, outcome), outcome, turns, cancelled));
        }
        until("all are cancelled or over", () -> cancelled.get() == outcomes.size());
        int before = outcomes.stream().mapToInt(Outcome::calls).sum();
        settle();

        assertThat(outcomes.stream().mapToInt(Outcome::calls).sum()).as("completions, some after a cancel")
                .isEqualTo(before);
        // Only our own side is closed here, so that nobody closes for us what was forgotten.
        outcomes.forEach(outcome -> outcome.value().ifPresent(StreamEnd::reset));
        until("no more handles are open than before: every attempt let go, every accepted peer heard of that",
                () -> stage.fixture.handles.getAsLong() <= handles);
    }

    /** One that is over before it can be called off is a connection like any other. */
    private static void cancelLater(Loop loop, Attempt attempt, Outcome<StreamEnd> outcome, int turns,
            AtomicInteger cancelled) {
        if (turns > 0 && outcome.calls() == 0) {
            loop.execute(() -> cancelLater(loop, attempt, outcome, turns - 1, cancelled));
            return;
        }
        if (outcome.calls() == 0) {
            attempt.cancel();
            attempt.cancel();
        }
        cancelled.incrementAndGet();
    }

    @Test
    void refusesAnOfferInItsOwnWords() {
        onlyIf(stage.fixture.connecting != null && stage.fixture.listening != null, "refuse",
                "one side only");
        stage.doors.onOffer(offer -> offer.refuse(Cause.of(Kind.NO_ROUTE, "nobody wants it")));
        var outcome = new Outcome<StreamEnd>();
        var _ = stage.dial(outcome);
        until("an answer", () -> outcome.calls() > 0);
        outcome.value().ifPresent(end -> end.send(new byte[]{1}, 0));
        until("the offer", () -> !stage.doors.offers.isEmpty());
        if (!stage.fixture.silentConnect) {
            until("failed or closed", () -> outcome.value().map(StreamEnd::finished).orElse(true)
                    || outcome.value().map(StreamEnd::closed).orElse(true));
        }
        assertThat(stage.doors.accepted).isEmpty();
    }

    @Test
    void hearsOfAPeerThatLeavesBeforeItWasOpened() {
        onlyIf(stage.fixture.seesLeaving && stage.fixture.connecting != null
                && stage.fixture.listening != null,
                "peer leaves early", "it goes unnoticed");
        var gone = new AtomicInteger();
        stage.doors.onOffer(offer -> offer.onGone(gone::incrementAndGet));
        var outcome = new Outcome<StreamEnd>();
        var attempt = stage.dial(outcome);
        until("the offer", () -> !stage.doors.offers.isEmpty());
        settle();

        attempt.cancel();
        outcome.value().ifPresent(StreamEnd::reset);

        until("it is told", () -> gone.get() > 0);
        settle();
        assertThat(gone).hasValue(1);
    }

    @Test
    void refusesAnAddressInUse() {
        onlyIf(stage.fixture.again != null, "address in use", "the fixture cannot bind a given address");
        var at = stage.binding().addresses().getFirst();

        var second = stage.bind(Optional.ofNullable(stage.fixture.again).orElseThrow(), at);

        assertThat(second.value()).isEmpty();
        assertThat(second.cause().map(Cause::content))
                .hasValueSatisfying(text -> assertThat(text).isNotBlank());
    }

    @Test
    void freesItsAddressWhileSessionsLiveOn() {
        onlyIf(stage.fixture.again != null && stage.fixture.connecting != null, "binding again",
                "the fixture cannot bind a given address");
        var pair = stage.pairs().getFirst();
        var first = stage.binding();

        stage.finished("the address is free", first::stopAccepting);
        var second = stage.bind(Optional.ofNullable(stage.fixture.again).orElseThrow(),
                first.addresses().getFirst());
        stage.rebound(second.value().orElseThrow(() -> new AssertionError("not free: " + second.cause())));
        var newcomer = stage.pairs().getFirst();

        for (var living : List.of(pair, newcomer)) {
            living.near().send(new byte[]{1}, 0);
            living.far().send(new byte[]{2}, 0);
            until("both ways", () -> living.near().receivedBytes() == 1 && living.far().receivedBytes() == 1);
        }
    }

    @Test
    void closesItsSessionsWithItsBinding() {
        onlyIf(stage.fixture.listening != null, "closing a binding", "the protocol does not accept");
        var near = stage.pairs().getLast().near();

        stage.finished("everything is closed", stage.binding()::close);

        until("the session is over", near::closed);
    }

    @Test
    void isDeafUntilStarted() {
        onlyIf(stage.fixture.listening != null && stage.fixture.connecting != null, "deaf until started",
                "one side only");
        stage.bindDeaf();
        var outcome = new Outcome<StreamEnd>();

        var attempt = stage.dial(outcome);
        until("begun", attempt::begun);
        settle();

        assertThat(stage.doors.offers).extracting(Offer::name).isEmpty();
        attempt.cancel();
    }

    @Test
    void saysThatNobodyListens() {
        onlyIf(stage.fixture.connectFails && stage.fixture.listening != null
                && stage.fixture.connecting != null,
                "nobody listens", "a connect says nothing");
        stage.finished("everything is closed", stage.binding()::close);
        var outcome = new Outcome<StreamEnd>();

        var _ = stage.dial(outcome);
        until("an answer", () -> outcome.calls() > 0);

        assertThat(outcome.cause().map(Cause::kind)).contains(Kind.REFUSED);
    }

    @Test
    void saysWhatIsWrongWithItsSettings() {
        onlyIf(!stage.fixture.badSpecs.isEmpty(), "bad settings", "none are given");
        stage.fixture.badSpecs.forEach((path, settings) -> {
            var wrong = catchThrowableOfType(ConfigException.class, settings::get);

            assertThat(wrong).as("settings with a wrong " + path).isNotNull();
            assertThat(wrong.path()).isEqualTo(path);
            assertThat(wrong.expected()).isNotBlank();
        });
    }
}
