package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Stream;
import io.l7mp.testkit.ContractStage.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The part of {@link ProtocolContract} about payloads: what arrives, whole and in order, and what waits. */
abstract class StreamContract extends ContractPart {
    private static final int LARGEST_TRIED = 4_000;
    private static final int PIECE = 16 << 10;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("l7mp.test.seed", 1));

    @Test
    void carriesPayloadsBothWays() {
        onlyWithFarEnd("echo");
        for (var pair : stage.pairs()) {
            pair.near().send(new byte[]{1, 2, 3}, 0);
            until("it arrives", () -> pair.far().receivedBytes() == 3);

            pair.far().send(new byte[]{4, 5}, 0);
            long expected = pair.near() == pair.far() ? 5 : 2;
            until("the answer arrives", () -> pair.near().receivedBytes() == expected);

            assertThat(joined(pair.near().received())).endsWith(4, 5);
        }
    }

    @Test
    void keepsWhatItsShapePromises() {
        onlyWithFarEnd("boundaries");
        for (var pair : stage.pairs()) {
            exchange(pair, pair.near(), pair.far());
            if (pair.near() != pair.far()) {
                exchange(pair, pair.far(), pair.near());
            }
        }
    }

    private void exchange(Pair pair, End from, End to) {
        var sent = new ArrayList<byte[]>();
        var before = to.received().size();
        int burst = traits(pair).reliable() ? 60 : 1;
        for (int i = 0; i < 60; i++) {
            var payload = new byte[1 + random.nextInt(Math.min(traits(pair).largest(), LARGEST_TRIED))];
            random.nextBytes(payload);
            sent.add(payload);
            from.send(payload, 0);
            if (sent.size() % burst == 0) {
                var expected = joined(sent).length;
                until("all of it arrives", () -> length(to.received(), before) >= expected);
            }
        }
        var received = to.received().subList(before, to.received().size());
        assertThat(joined(received)).as("contents").isEqualTo(joined(sent));
        if (keepsBoundaries(pair)) {
            assertThat(received).as("boundaries").hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(received.get(i)).as("message " + i).isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    void tellsTextFromBinary() {
        onlyIf(stage.fixture.text, "text", "the protocol does not tell text from binary");
        for (var pair : stage.pairs()) {
            pair.near().send(new byte[]{'a'}, Stream.TEXT);
            pair.near().send(new byte[]{'b'}, 0);
            until("both arrive", () -> pair.far().receivedBytes() == 2);

            assertThat(pair.far()).isInstanceOfSatisfying(StreamEnd.class,
                    far -> assertThat(far.flags()).containsExactly(Stream.TEXT, 0));
        }
    }

    @Test
    void slowsItsWriterDownWhileNobodyReads() {
        onlyWithFarEnd("back-pressure");
        for (var pair : stage.pairs()) {
            onlyIf(traits(pair).pausable() && traits(pair).reliable(), "back-pressure",
                    "what is not read is dropped");
            var near = pair.near();
            long most = stage.fixture.mostUnread;
            int piece = Math.min(PIECE, traits(pair).largest());
            stopReading(pair.far());

            long before;
            do {
                before = near.writtenBytes();
                near.fill(piece, most);
                until("written", near::idle);
                settle();
            } while (near.writtenBytes() > before && near.writtenBytes() < most);
            assertThat(near.writtenBytes()).as("bytes taken while nobody reads").isLessThan(most);
            int toldBefore = near.writableTold();
            pair.far().readOn();

            until("all of it arrives", () -> pair.far().receivedBytes() == near.writtenBytes());
            until("writable is told", () -> near.writableTold() > toldBefore);
            assertThat(isNumbered(pair.far().received())).as("order and contents").isTrue();
        }
    }

    @Test
    void dropsOnlyWhatItCounts() {
        onlyWithFarEnd("drops");
        for (var pair : stage.pairs()) {
            onlyIf(!traits(pair).pausable() && keepsBoundaries(pair), "drops",
                    "a reader slows its writer down");
            int sent = 1_000;
            stopReading(pair.far());
            for (int i = 0; i < sent; i++) {
                pair.near().send(new byte[100], 0);
                if (i % 32 == 0) {
                    settle();
                }
            }
            settle();

            pair.far().readOn();
            var far = (StreamEnd) pair.far();
            until("all is received or counted, of " + sent, () -> far.received().size() + far.dropped()
                    + (far == pair.near() ? 0 : pair.near().dropped()) == sent);

            assertThat(far.received()).as("received of " + sent).isNotEmpty().hasSizeLessThan(sent);
        }
    }

    @Test
    void deliversNothingWhilePaused() {
        onlyWithFarEnd("pause");
        for (var pair : stage.pairs()) {
            onlyIf(pair.far() instanceof StreamEnd, "pause", "the far end is foreign");
            stopReading(pair.far());

            for (int i = 0; i < 5; i++) {
                pair.near().send(new byte[]{(byte) i}, 0);
            }
            settle();
            assertThat(pair.far().received()).isEmpty();
            pair.far().readOn();

            until("all of it arrives", () -> pair.far().receivedBytes() == 5);
        }
    }

    @Test
    void stopsAtAPauseFromInsideAPayload() {
        onlyWithFarEnd("pause");
        for (var pair : stage.pairs()) {
            onlyIf(pair.far() instanceof StreamEnd && keepsBoundaries(pair), "pause inside",
                    "bytes come in any pieces");
            var far = (StreamEnd) pair.far();
            far.onPayload(StreamEnd::pause);
            for (int i = 0; i < 20; i++) {
                pair.near().send(new byte[]{(byte) i}, 0);
            }
            until("the first arrives", () -> far.received().size() == 1);
            settle();
            assertThat(far.received()).hasSize(1);

            far.onPayload(end -> {});
            far.readOn();
            until("the others arrive", () -> far.received().size() == 20);
        }
    }

    @Test
    void handsWhatItHoldsToTheNextReceiver() {
        onlyWithFarEnd("re-attach");
        for (var pair : stage.pairs()) {
            onlyIf(pair.far() instanceof StreamEnd, "re-attach", "the far end is foreign");
            var far = (StreamEnd) pair.far();
            stopReading(far);
            far.attachDeaf();
            pair.near().send(new byte[]{7, 8, 9}, 0);
            settle();

            far.attachAnother();
            far.readOn();

            until("the second receiver gets it", () -> far.receivedBytes() == 3);
        }
    }

    @Test
    void deliversFirstWhatWasUnread() {
        onlyWithFarEnd("unread");
        for (var pair : stage.pairs()) {
            onlyIf(pair.far() instanceof StreamEnd, "unread", "the far end is foreign");
            var far = (StreamEnd) pair.far();
            stopReading(far);
            pair.near().send(new byte[]{3, 4}, 0);
            settle();

            far.unread(new byte[]{1, 2});
            far.readOn();

            until("both arrive", () -> far.receivedBytes() == 4);
            assertThat(joined(far.received())).containsExactly(1, 2, 3, 4);
        }
    }

    private static long length(List<byte[]> payloads, int from) {
        return payloads.stream().skip(from).mapToLong(payload -> payload.length).sum();
    }

    private static boolean isNumbered(List<byte[]> payloads) {
        long place = 0;
        for (var payload : payloads) {
            for (byte value : payload) {
                if (value != StreamEnd.numbered(place++)) {
                    return false;
                }
            }
        }
        return true;
    }
}
