package io.l7mp.testkit;

import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.ContractStage.Pair;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;

/** What all parts of {@link ProtocolContract} have: a stage for each test, and a way to be left out. */
abstract class ContractPart {
    @SuppressWarnings("NullAway.Init") // JUnit prepares both before each test.
    ContractStage stage;

    @SuppressWarnings("NullAway.Init")
    private TestReporter reporter;

    /** {@return how the protocol's two ends are made; asked for each test} */
    protected abstract Fixture fixture() throws Exception;

    @BeforeEach
    final void prepare(TestReporter testReporter) throws Exception {
        reporter = testReporter;
        stage = new ContractStage(fixture());
    }

    @AfterEach
    final void leavesNothingBehind() {
        stage.tearDown();
    }

    /** Leaves a part out unless it applies, and says so. */
    final void onlyIf(boolean applies, String part, String why) {
        if (!applies) {
            reporter.publishEntry(Map.of("left out", part + ": " + why));
        }
        Assumptions.assumeTrue(applies, part + " left out: " + why);
    }

    final void until(String what, BooleanSupplier condition) {
        stage.fixture.waiting.until(what, condition);
    }

    final void settle() {
        stage.fixture.waiting.settle();
    }

    /** Stops an end's reading, and waits until it has. */
    final void stopReading(End end) {
        end.stopReading();
        if (end instanceof StreamEnd stream) {
            until("paused", stream::idle);
        }
        settle();
    }

    final void onlyWithFarEnd(String part) {
        onlyIf(!stage.fixture.sink, part, "it gives nothing back");
    }

    static Traits traits(Pair pair) {
        return pair.near().stream().traits();
    }

    static boolean keepsBoundaries(Pair pair) {
        return traits(pair).shape() != Shape.BYTES;
    }

    static byte[] joined(List<byte[]> payloads) {
        var all = new ByteArrayOutputStream();
        payloads.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
