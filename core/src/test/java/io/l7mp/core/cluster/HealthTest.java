package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long an endpoint rests, and who may try it. */
class HealthTest {
    private static final double NO_JITTER = 0.5;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long REST = Health.SHORTEST.toNanos();

    private final Standing standing = new Standing("pool", "a");

    private void restFrom(long now) {
        standing.refused(null, now, NO_JITTER);
        standing.refused(null, now, NO_JITTER);
    }

    @Test
    void restsAfterTwoRefusalsInARow() {
        standing.refused(null, 0, NO_JITTER);
        assertThat(standing.health().isAvoided(0)).isFalse();

        standing.refused(null, 0, NO_JITTER);

        assertThat(standing.health().isAvoided(REST - 1)).isTrue();
        assertThat(standing.health().isAvoided(REST)).isFalse();
        assertThat(standing.health().isResting()).isTrue();
    }

    @Test
    void forgivesOneRefusalBetweenSuccesses() {
        for (int i = 0; i < 100; i++) {
            standing.refused(null, i, NO_JITTER);
            standing.works();
        }

        assertThat(standing.health()).isSameAs(Health.GOOD);
    }

    @Test
    void doublesTheRestUpToAMinute() {
        restFrom(0);
        long now = REST;
        for (int expected : new int[]{20, 40, 60, 60, 60}) {
            standing.refused(standing.begin(now), now, NO_JITTER);

            assertThat(standing.health().isAvoided(now + expected * SECOND - 1)).isTrue();
            assertThat(standing.health().isAvoided(now + expected * SECOND)).isFalse();
            now += expected * SECOND;
        }
    }

    @Test
    void variesTheRestByAFifth() {
        assertThat(Health.GOOD.refused(0, 0).refused(0, 0).untilNanos()).isEqualTo(REST * 8 / 10);
        assertThat(Health.GOOD.refused(0, 1).refused(0, 1).untilNanos()).isEqualTo(REST * 12 / 10);
    }

    @Test
    void letsOneSessionTryAfterTheRest() {
        restFrom(0);
        assertThat(standing.begin(REST - 1)).isNull();

        var trial = standing.begin(REST);

        assertThat(trial).isNotNull();
        assertThat(standing.begin(REST)).isNull();
        assertThat(standing.health().isAvoided(REST)).isTrue();
    }

    @Test
    void letsTheNextTryIfTheFirstLeftWithoutAnAnswer() {
        restFrom(0);
        var trial = standing.begin(REST);

        standing.undecided(trial, 2 * REST);

        assertThat(standing.begin(2 * REST)).isNotNull();
    }

    @Test
    void hearsNothingNewFromThoseWhoSetOutBefore() {
        restFrom(0);
        for (int i = 0; i < 100; i++) {
            standing.refused(null, 0, NO_JITTER);
        }
        assertThat(standing.health().untilNanos()).isEqualTo(REST);

        standing.works();

        assertThat(standing.health()).isSameAs(Health.GOOD);
    }
}
