package io.l7mp.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Series that sessions open and close. */
class MetersTest {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final long MILLI = 1;

    private final SetClock clock = new SetClock();
    private final AtomicInteger refused = new AtomicInteger();
    private final Meters meters = new Meters(KEPT.toMillis(), refused::incrementAndGet);

    private Meter open(String session) {
        return meters.open(Labels.of("sessionName", session, "clusterName", "m"), clock);
    }

    private List<Double> sums() {
        return meters.samples(Series::bytes).stream().map(Sample::value).toList();
    }

    private void expire(Duration later) {
        clock.pass(later);
        meters.expire(clock.millis());
    }

    @Test
    void equalLabelsAreOnePairOfSumsInWhateverOrder() {
        open("s").count(10, 1);
        meters.open(Labels.of("clusterName", "m", "sessionName", "s"), clock).count(5, 1);

        assertThat(sums()).containsExactly(15.0);
        assertThat(meters.samples(Series::messages)).singleElement().extracting(Sample::value).isEqualTo(2.0);
    }

    @Test
    void aSeriesStaysFiveMinutesAfterItsLastHolder() {
        var one = open("s");
        var other = open("s");
        one.count(10, 1);
        one.close();
        expire(KEPT.multipliedBy(2));
        other.close();

        expire(KEPT.minusMillis(MILLI));
        var before = sums();
        expire(Duration.ofMillis(MILLI));

        assertThat(before).containsExactly(10.0);
        assertThat(sums()).isEmpty();
    }

    @Test
    void closingTwiceLetsGoOnce() {
        var one = open("s");
        var other = open("s");
        one.close();
        one.close();
        expire(KEPT);

        other.count(3, 1);

        assertThat(sums()).containsExactly(3.0);
    }

    @Test
    void whoOpensItAgainInTimeGoesOnWithTheSum() {
        var first = open("s");
        first.count(10, 1);
        first.close();
        expire(KEPT.minusMillis(MILLI));

        open("s").count(1, 1);
        expire(KEPT);

        assertThat(sums()).containsExactly(11.0);
    }

    @Test
    void pastTheBoundNewOnesAreRefusedAndKnownOnesAreNot() {
        for (int i = 0; i < Meters.MOST; i++) {
            open("s" + i);
        }

        open("one too many").count(7, 1);
        open("s0").count(5, 1);

        assertThat(refused).hasValue(1);
        assertThat(sums()).hasSize(Meters.MOST).contains(5.0).doesNotContain(7.0);
    }

    @Test
    void roomIsMadeOfWhatIsOverWithoutAnyScrape() {
        var all = new ArrayList<Meter>();
        for (int i = 0; i < Meters.MOST; i++) {
            all.add(open("s" + i));
        }
        open("refused");
        all.subList(0, 10).forEach(Meter::close);
        clock.pass(KEPT);

        open("new").count(7, 1);

        assertThat(refused).hasValue(1);
        assertThat(sums()).hasSize(Meters.MOST - 10 + 1).contains(7.0);
    }

    @Test
    void labelsThatCannotBeWrittenAreABugOfWhoBringsThem() {
        assertThatThrownBy(() -> Labels.of("no-label", "x")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-label");
        assertThatThrownBy(() -> Labels.of("", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longValuesAreCut() {
        var labels = Labels.of("name", "x".repeat(10_000));

        assertThat(labels.all().get("name")).hasSize(Labels.LONGEST_VALUE);
    }

    @Test
    void labelsDoNotFollowTheMapTheyWereMadeOf() {
        var map = new LinkedHashMap<String, String>();
        map.put("name", "x");
        var labels = new Labels(map);

        map.put("name", "y");

        assertThat(labels).isEqualTo(Labels.of("name", "x"));
    }

    @Test
    void nothingIsLostWhileManyOpenCountAndCloseAndOthersExpire() {
        int workers = 4;
        int rounds = 2_000;
        try (var threads = Executors.newFixedThreadPool(workers + 1)) {
            for (int worker = 0; worker < workers; worker++) {
                threads.execute(() -> {
                    for (int i = 0; i < rounds; i++) {
                        var meter = open("s" + i % 3);
                        meter.count(1, 1);
                        meter.close();
                    }
                });
            }
            threads.execute(() -> {
                for (int i = 0; i < rounds; i++) {
                    meters.expire(clock.millis());
                }
            });
        }
        double sum = sums().stream().mapToDouble(Double::doubleValue).sum();
        expire(KEPT);

        assertThat(sum).isEqualTo((double) workers * rounds);
        assertThat(sums()).as("held by nobody").isEmpty();
    }
}
