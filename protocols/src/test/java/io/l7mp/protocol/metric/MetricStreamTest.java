package io.l7mp.protocol.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Metric counts, and under which labels. */
class MetricStreamTest {
    private static final Metadata FACTS = Metadata.of(Json.obj("name", "s", "IP",
            Json.obj("src_addr", "10.0.0.1", "src_port", 5_000), "long", "x".repeat(255) + "😀"));

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final TestEnv env = TestEnv.of(world).owner("count");

    @AfterEach
    void leaveNothing() {
        assertThat(env.bytesInUse()).isZero();
    }

    private void run(Runnable task) {
        world.loop().execute(task);
        world.settle();
    }

    private Stream stream(MetricClusterSpec spec, String session) {
        var made = new Stream[1];
        run(() -> {
            made[0] = Tap.connect(new MetricProtocol().open(spec, env),
                    Tap.session(session, FACTS, Traits.BYTES),
                    world.loop());
            made[0].attach(new Tap());
            made[0].resume();
        });
        return made[0];
    }

    private void write(Stream stream, int bytes) {
        run(() -> stream.write(env.buffers().buffer(bytes + 1).writeZero(bytes), 0));
    }

    private static SequencedMap<String, String> labels(String... pairs) {
        var labels = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.put(pairs[i], pairs[i + 1]);
        }
        return labels;
    }

    @Test
    void countsEachSessionUnderItsName() {
        var spec = new MetricClusterSpec(List.of(), true);
        var one = stream(spec, "one");
        var two = stream(spec, "two");

        write(one, 10);
        write(one, 0);
        write(two, 3);

        var labels = labels("sessionName", "one", "clusterName", "count");
        assertThat(env.metered("bytes", labels)).isEqualTo(10);
        assertThat(env.metered("messages", labels)).isEqualTo(2);
        assertThat(env.metered("bytes", labels("sessionName", "two", "clusterName", "count"))).isEqualTo(3);
        run(() -> one.close(Cause.DONE));
        run(() -> two.close(Cause.DONE));
    }

    @Test
    void countsAllSessionsTogetherIfAskedTo() {
        var spec = new MetricClusterSpec(List.of(), false);
        var one = stream(spec, "one");
        var two = stream(spec, "two");

        write(one, 10);
        write(two, 3);

        assertThat(env.metered("bytes", labels("clusterName", "count"))).isEqualTo(13);
        run(() -> one.close(Cause.DONE));
        run(() -> two.close(Cause.DONE));
    }

    @Test
    void takesLabelsFromMetadata() {
        var stream = stream(new MetricClusterSpec(List.of(new MetricLabelSpec("srcAddr", "/IP/src_addr", ""),
                new MetricLabelSpec("port", "IP/src_port", ""), new MetricLabelSpec("none", "/x/y", ""),
                new MetricLabelSpec("cut", "/long", ""), new MetricLabelSpec("zone", "", "west")), false),
                "s");

        write(stream, 1);

        assertThat(
                env.metered("messages", labels("clusterName", "count", "srcAddr", "10.0.0.1", "port", "5000",
                        "none", "", "cut", "x".repeat(255), "zone", "west")))
                .isEqualTo(1);
        run(() -> stream.close(Cause.DONE));
    }

    @Test
    void letsGoOfItsSeriesOnceWhenItsInputEnds() {
        var stream = stream(new MetricClusterSpec(List.of(), false), "s");

        run(() -> stream.finish(Metadata.EMPTY));
        write(stream, 5);
        run(() -> stream.close(Cause.DONE));

        assertThat(env.metered("closed", labels("clusterName", "count"))).isEqualTo(1);
        assertThat(env.metered("bytes", labels("clusterName", "count"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "__name__", "a-b", "é", "a b", "a\n"})
    void refusesNamesThatPrometheusWouldRefuse(String name) {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new MetricLabelSpec(name, "", ""))
                .satisfies(wrong -> assertThat(wrong.value()).isEqualTo(name));
    }
}
