package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** The part of {@link ProtocolContract} about ends: in order, broken, asked for, and what is released then. */
abstract class EndingContract extends StreamContract {
    private static final int PIECE = 16 << 10;

    @Test
    void endsEachDirectionAlone() {
        onlyWithFarEnd("half-close");
        for (var pair : stage.pairs()) {
            onlyIf(traits(pair).halfClose() && stage.fixture.carriesEnd, "half-close",
                    "both directions end together");
            pair.near().send(new byte[]{1}, 0);
            pair.near().finish();
            until("the end arrives", () -> pair.far().finished() && pair.far().receivedBytes() == 1);
            if (pair.near() != pair.far()) {
                settle();
                assertThat(pair.near().closed()).as("closed after one direction").isFalse();
                pair.far().send(new byte[]{2, 3}, 0);
                pair.far().finish();
            }

            until("both are over", () -> pair.near().closed() && pair.far().closed());

            assertThat(pair.near().finished()).isTrue();
            assertThat(pair.near().receivedBytes()).isEqualTo(pair.near() == pair.far() ? 1 : 2);
            assertThat(pair.near().cause().map(Cause::kind)).contains(Kind.DONE);
        }
    }

    @Test
    void saysFinishedBeforeDone() {
        onlyWithFarEnd("orderly end");
        for (var pair : stage.pairs()) {
            onlyIf(stage.fixture.carriesEnd, "orderly end", "the wire does not carry it");
            pair.far().send(new byte[]{1}, 0);
            pair.far().finish();
            until("the end arrives", pair.near()::finished);
            if (pair.near() != pair.far() && traits(pair).halfClose()) {
                pair.near().finish();
            }

            until("it is over", pair.near()::closed);

            assertThat(pair.near().receivedBytes()).isEqualTo(1);
            assertThat(pair.near().cause().map(Cause::kind)).contains(Kind.DONE);
        }
    }

    @Test
    void tellsAnEndThatCameWhileItWasPaused() {
        onlyWithFarEnd("end while paused");
        for (var pair : stage.pairs()) {
            onlyIf(stage.fixture.carriesEnd, "end while paused", "the wire does not carry it");
            stopReading(pair.near());
            pair.far().send(new byte[]{1}, 0);
            pair.far().finish();
            settle();

            pair.near().readOn();

            until("payload and end arrive", () -> pair.near().receivedBytes() == 1 && pair.near().finished());
        }
    }

    @Test
    void tellsABrokenConnectionOnce() {
        onlyIf(!stage.fixture.transform && !stage.fixture.sink, "peer reset", "there is no peer");
        for (var pair : stage.pairs()) {
            onlyIf(stage.fixture.carriesReset, "peer reset", "the wire does not carry it");
            pair.far().reset();

            until("it is over", pair.near()::closed);

            assertThat(pair.near().cause().map(Cause::isOrderly)).contains(false);
        }
    }

    @Test
    void letsAReceiverGoOnThatWaitedToWriteWhenTheConnectionBreaks() {
        onlyIf(!stage.fixture.transform && !stage.fixture.sink, "peer reset", "there is no peer");
        for (var pair : stage.pairs()) {
            onlyIf(stage.fixture.carriesReset && traits(pair).pausable(), "peer reset",
                    "the wire does not carry it");
            var near = pair.near();
            stopReading(near);
            stopReading(pair.far());
            for (int i = 0; i < 20; i++) {
                pair.far().send(new byte[100], 0);
            }
            near.fill(Math.min(PIECE, traits(pair).largest()), stage.fixture.mostUnread);
            settle();
            int toldBefore = near.writableTold();
            pair.far().reset();

            until("it may write, or is over", () -> near.writableTold() > toldBefore || near.closed());
            near.readOn();
            until("it is over", near::closed);

            assertThat(near.cause().map(Cause::isOrderly)).contains(false);
        }
    }

    @Test
    void closesOnceHoweverOftenAsked() {
        for (var pair : stage.pairs()) {
            pair.near().close(Cause.DONE);
            pair.near().close(Cause.DONE);
            pair.near().close(Cause.of(Kind.RESET, "again"));

            until("it is over", pair.near()::closed);
        }
    }

    @Test
    void mayBeClosedFromInsideAPayload() {
        onlyWithFarEnd("close inside");
        for (var pair : stage.pairs()) {
            pair.near().onPayload(
                    end -> end.now("close", () -> end.stream().close(Cause.of(Kind.RESET, "enough"))));
            for (int i = 0; i < 10; i++) {
                pair.far().send(new byte[]{1}, 0);
            }

            until("it is over", pair.near()::closed);
        }
    }

    @Test
    void releasesEveryBufferItIsGiven() {
        for (var pair : stage.pairs()) {
            var near = pair.near();
            near.send(Unpooled.directBuffer(8).writeBytes(new byte[]{1, 2}));
            near.send(Unpooled.buffer(8).writeBytes(new byte[]{0, 3, 4}).skipBytes(1));
            near.send(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(new byte[]{5}),
                    Unpooled.wrappedBuffer(new byte[]{6})));
            if (!stage.fixture.sink) {
                until("all of it arrives", () -> pair.far().receivedBytes() == 6);
                assertThat(joined(pair.far().received())).containsExactly(1, 2, 3, 4, 5, 6);
            }
            near.finish();
            near.send(new byte[]{7}, 0);
            near.close(Cause.DONE);
            near.send(new byte[]{8}, 0);
            near.close(Cause.of(Kind.RESET, "again"));
            near.send(new byte[]{9}, 0);
            near.finish();

            until("it is over", near::closed);
        }
    }

    @Test
    void releasesWhatItHoldsWhenItIsClosed() {
        onlyWithFarEnd("held payloads");
        for (var pair : stage.pairs()) {
            stopReading(pair.far());
            for (int i = 0; i < 20; i++) {
                pair.near().send(new byte[100], 0);
            }
            settle();

            pair.far().reset();

            until("it is over", pair.far()::closed);
        }
    }
}
