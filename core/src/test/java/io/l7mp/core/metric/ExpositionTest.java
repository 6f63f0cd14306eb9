package io.l7mp.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.testkit.ScrapedPage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text format, letter by letter. */
class ExpositionTest {
    private static String line(double value) {
        return Exposition.write(List.of(Family.gauge("g", "h", List.of(Sample.of(value))))).lines().toList()
                .getLast();
    }

    @Test
    void metricsAreWrittenInTheirOrderWithAnEmptyLineBetween() {
        var text = Exposition.write(List.of(
                Family.counter("z_total", "Last by name",
                        List.of(Sample.of("b", "2", 2), Sample.of("b", "1", 1))),
                Family.gauge("a_seconds", "First by name", List.of())));

        assertThat(text).isEqualTo("""
                # HELP z_total Last by name
                # TYPE z_total counter
                z_total{b="2"} 2
                z_total{b="1"} 1

                # HELP a_seconds First by name
                # TYPE a_seconds gauge
                """);
    }

    @Test
    void valuesAndHelpAreEscaped() {
        var text = Exposition.write(List.of(Family.counter("x_total", "a\\b\nc",
                List.of(new Sample(Labels.of("one", "q\"b\\n\n", "two", "é😀"), 1)))));

        assertThat(text).isEqualTo("""
                # HELP x_total a\\\\b\\nc
                # TYPE x_total counter
                x_total{one="q\\"b\\\\n\\n",two="é😀"} 1
                """);
    }

    @Test
    void numbersAreWholeWhereTheyCanBe() {
        assertThat(line(0)).isEqualTo("g 0");
        assertThat(line(12_345_678_901L)).isEqualTo("g 12345678901");
        assertThat(line(-1)).isEqualTo("g -1");
        assertThat(line(0.25)).isEqualTo("g 0.25");
        assertThat(line(1e-7)).isEqualTo("g 1.0E-7");
        assertThat(line(1e300)).isEqualTo("g 1.0E300");
        assertThat(line(Double.POSITIVE_INFINITY)).isEqualTo("g +Inf");
        assertThat(line(Double.NaN)).isEqualTo("g NaN");
    }

    @Test
    void figuresOfTheProcessAreThere() {
        var page = new ScrapedPage(Exposition.write(ProcessFigures.families()));

        assertThat(page.types()).containsEntry("process_cpu_seconds_total", "counter")
                .containsEntry("jvm_gc_collections_total", "counter")
                .containsEntry("jvm_threads_current", "gauge");
        assertThat(page.value("process_resident_memory_bytes").orElseThrow()).isGreaterThan(1 << 20);
        assertThat(page.value("process_open_fds").orElseThrow()).isPositive();
        assertThat(page.value("process_start_time_seconds").orElseThrow()).isGreaterThan(1e9);
        assertThat(page.value("jvm_memory_used_bytes{area=\"heap\"}").orElseThrow()).isPositive();
        assertThat(page.value("jvm_buffer_pool_used_bytes{pool=\"direct\"}")).isPresent();
    }
}
