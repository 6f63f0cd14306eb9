package io.l7mp.protocol.jsonsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Metadata;
import io.l7mp.testkit.LossyLink;
import io.l7mp.testkit.SimSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Client and server over a wire that loses, doubles and reorders, many times: what is payload arrives as such, and nothing else. */
class JsonSocketSimulationTest {
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);
    private static final int RUNS = 1_000;
    private static final List<String> UP = IntStream.range(0, 10).mapToObj(i -> "up " + i).toList();
    private static final List<String> DOWN = IntStream.range(0, 10).mapToObj(i -> "down " + i).toList();

    /** What became of one session. */
    private record Run(boolean isConnected, List<String> up, List<String> down) {}

    /** Lets a client connect, and both ends talk: the server at once, or once it has heard something. */
    private static Run run(long seed, LossyLink link, int repeat, boolean serverTalksFirst) {
        var place = new SimPlace(seed, SimSpec.datagrams(SimPlace.PORT));
        place.world.net().lossy(link);
        place.onOffer(offer -> {
            var ear = new Ear(offer.open(Metadata.EMPTY));
            place.accepted.add(ear);
            if (serverTalksFirst) {
                DOWN.forEach(ear::send);
            }
        }).listen();
        var dialled = place.connect(new JsonSocketClusterSpec(Ride.SPEC, List.of(), repeat), Metadata.EMPTY);
        place.world.runUntil(() -> dialled.calls > 0, Duration.ofSeconds(3));
        if (dialled.ear != null) {
            UP.forEach(dialled.ear::send);
            place.world.settle();
            if (!serverTalksFirst) {
                place.accepted.forEach(ear -> DOWN.forEach(ear::send));
            }
            place.world.settle();
        }
        var up = new ArrayList<String>();
        place.accepted.forEach(ear -> up.addAll(ear.texts()));
        var result = new Run(dialled.ear != null, up, dialled.ear == null ? List.of() : dialled.ear.texts());
        assertThat(dialled.calls).as("seed " + seed).isEqualTo(1);
        place.leave();
        return result;
    }

    private static void checkPayload(long seed, Run run) {
        assertThat(UP).as("up, seed " + seed).containsAll(run.up());
        assertThat(DOWN).as("down, seed " + seed).containsAll(run.down());
    }

    @Test
    void connectsAlwaysAndLosesNothingWhereMessagesAreOnlyDoubledAndReordered() {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            var run = run(seed, new LossyLink(0, 0.5, 0.5), seed % 2 == 0 ? 10 : 0, false);

            checkPayload(seed, run);
            assertThat(run.isConnected()).as("seed " + seed).isTrue();
            assertThat(Set.copyOf(run.up())).as("seed " + seed).hasSameSizeAs(UP);
            assertThat(Set.copyOf(run.down())).as("seed " + seed).hasSameSizeAs(DOWN);
        }
    }

    @Test
    void takesNoHeaderForPayloadWhateverIsLost() {
        int[] connected = new int[2];
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            int repeats = (int) (seed % 2);
            var run = run(seed, new LossyLink(0.3, 0.3, 0.3), repeats * 100, seed % 4 < 2);

            checkPayload(seed, run);
            connected[repeats] += run.isConnected() ? 1 : 0;
        }
        assertThat(connected[0]).as("connected without a repeat, of " + RUNS / 2).isBetween(RUNS / 8,
                RUNS / 2 - 100);
        assertThat(connected[1]).as("connected with repeats").isGreaterThan(connected[0]);
    }
}
