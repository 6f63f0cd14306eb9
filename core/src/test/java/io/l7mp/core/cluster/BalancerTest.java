package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.BalancerConfig;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoint a session gets, policy by policy. */
class BalancerTest {
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);
    private static final Endpoint FIRST = new Endpoint("a", "127.0.0.1", 0, 3);
    private static final Endpoint SECOND = new Endpoint("b", "127.0.0.2", 0, 1);
    private static final Endpoint THIRD = new Endpoint("c", "127.0.0.3", 0, 1);
    private static final List<Endpoint> ALL = List.of(FIRST, SECOND, THIRD);

    private static Balancer of(String policy, String key, RandomGenerator random) {
        return Balancer.of(new BalancerConfig(policy, key), ALL, random);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Trivial", "None"})
    void takesTheFirstEndpoint(String policy) {
        assertThat(of(policy, "", new SplittableRandom(SEED)).choose(Metadata.EMPTY)).contains(FIRST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Trivial", "None", "HashRing"})
    void hasNothingToChooseFrom(String policy) {
        var balancer = Balancer.of(new BalancerConfig(policy, ""), List.of(), new SplittableRandom(SEED));

        assertThat(balancer.choose(Metadata.EMPTY)).isEmpty();
    }

    @Test
    void takesTheEndpointOfTheKey() {
        var balancer = of("HashRing", "IP/src_addr", new SplittableRandom(SEED));

        assertThat(balancer.choose(Metadata.of(Json.obj("IP", Json.obj("src_addr", "10.0.0.2")))))
                .contains(THIRD);
        assertThat(balancer.choose(Metadata.of(Json.obj("IP", Json.obj("src_addr", "10.0.0.1")))))
                .contains(FIRST);
    }

    @Test
    void hashesNumbersAsTheirText() {
        assertThat(
                of("ConsistentHash", "/n", new SplittableRandom(SEED)).choose(Metadata.of(Json.obj("n", 2))))
                .contains(SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/missing", "/nul"})
    void goesAnywhereWithoutAKey(String key) {
        var random = new SplittableRandom(SEED);
        var same = new SplittableRandom(SEED);
        var balancer = of("HashRing", key, random);
        var keyed = of("HashRing", "/k", random);
        var metadata = Metadata.of(Json.obj("nul", Json.NULL));

        var chosen = IntStream.range(0, 500).mapToObj(_ -> balancer.choose(metadata).orElseThrow()).toList();

        assertThat(chosen).isEqualTo(IntStream.range(0, 500).mapToObj(_ -> keyed
                .choose(Metadata.of(Json.obj("k", Integer.toString(same.nextInt(1000))))).orElseThrow())
                .toList());
        assertThat(chosen).contains(FIRST, SECOND, THIRD);
    }

    @ParameterizedTest
    @CsvSource(value = {"0|0", "-0.0|0", "1|1", "-17|-17", "2.5|2.5", "0.1|0.1", "1e21|1e+21",
            "1.5e300|1.5e+300",
            "123456789012345680000|123456789012345680000", "0.000001|0.000001", "0.0000001|1e-7",
            "-1.25e-9|-1.25e-9",
            "9007199254740993|9007199254740992"}, delimiter = '|')
    void writesNumbersAsJavaScriptDoes(String number, String text) {
        var value = number.matches("-?[0-9]+") && number.length() < 18
                ? Json.of(Long.parseLong(number))
                : Json.of(Double.parseDouble(number));

        assertThat(HashRingKey.text(value)).isEqualTo(text);
    }

    @Test
    void writesOtherValuesAsJavaScriptDoes() {
        assertThat(HashRingKey.text(Json.of(true))).isEqualTo("true");
        assertThat(HashRingKey.text(Json.obj("a", 1))).isEqualTo("[object Object]");
        assertThat(HashRingKey.text(Json.of(List.of(Json.of(1), Json.NULL, Json.of("x"),
                Json.of(List.of(Json.of(2), Json.of(3))))))).isEqualTo("1,,x,2,3");
        assertThat(HashRingKey.text(Json.of(List.of()))).isEmpty();
    }
}
