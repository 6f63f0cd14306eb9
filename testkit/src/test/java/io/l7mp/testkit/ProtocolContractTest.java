package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.testkit.broken.BrokenProtocol;
import io.l7mp.testkit.broken.Fault;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolContractTest {
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);

    /** For each fault a part of the contract that must find it, whatever the seed. */
    private static final Map<Fault, String> FOUND_BY = Map.of(
            Fault.LOSES_A_BOUNDARY, "keepsWhatItsShapePromises",
            Fault.RELEASES_TWICE, "releasesEveryBufferItIsGiven",
            Fault.DELIVERS_WHEN_PAUSED, "deliversNothingWhilePaused",
            Fault.CLOSES_TWICE, "closesOnceHoweverOftenAsked",
            Fault.FORGETS_FINISH, "saysFinishedBeforeDone",
            Fault.DELIVERS_INSIDE_RESUME, "deliversNothingWhilePaused",
            Fault.LEAKS_WHEN_CANCELLED, "leavesNothingOpenWhenCancelled");

    @ParameterizedTest
    @EnumSource(Fault.class)
    void failsForEveryBrokenProtocol(Fault fault) {
        for (long seed = SEED; seed < SEED + 5; seed++) {
            var world = new long[]{seed};

            var failures = ContractRunner.failures(() -> broken(fault, world[0]));

            assertThat(failures).as("what fails with seed " + seed).containsKey(FOUND_BY.get(fault));
        }
    }

    private static Fixture broken(Fault fault, long seed) {
        var world = new SimWorld(seed, 3);
        var protocol = new BrokenProtocol(new SimProtocol(world.net()), fault);
        return SimContract.fixture(world, protocol, SimSpec.messages(0)).withSessions(20);
    }

    @Test
    void passesForASoundProtocolWhateverTheSeed() {
        for (var spec : List.of(SimSpec.bytes(0), SimSpec.messages(0), SimSpec.datagrams(0))) {
            for (long i = SEED; i < SEED + 30; i++) {
                long seed = i;

                var failures = ContractRunner.failures(() -> {
                    var world = new SimWorld(seed, 3);
                    return SimContract.fixture(world, new SimProtocol(world.net()), spec).withSessions(20);
                });

                assertThat(failures).as(spec + " with seed " + seed).isEmpty();
            }
        }
    }

    /** Its file has to be named like a test, since it has some. */
    static final class Contract extends ProtocolContract {
        private final Supplier<Fixture> fixture;

        Contract(Supplier<Fixture> fixture) {
            this.fixture = fixture;
        }

        @Override
        protected Fixture fixture() {
            return fixture.get();
        }
    }
}
