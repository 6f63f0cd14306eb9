package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.util.List;
import java.util.Set;
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
    private static final List<Member> ALL = Pool.weighing(3, 1, 1);
    private static final Member FIRST = ALL.get(0);
    private static final Member SECOND = ALL.get(1);
    private static final Member THIRD = ALL.get(2);

    private static Balancer of(String policy, String key, RandomGenerator random) {
        return Balancer.of(Pool.policy(policy, key), ALL, random);
    }

    private static Member choose(Balancer balancer, Json.Obj metadata) {
        return balancer.choose(Metadata.of(metadata), Set.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Trivial", "None"})
    void takesTheFirstEndpointWhateverBecomesOfIt(String policy) {
        var balancer = of(policy, "", new SplittableRandom(SEED));

        assertThat(balancer.choose(Metadata.EMPTY, Set.of())).isSameAs(FIRST);
        assertThat(balancer.choose(Metadata.EMPTY, Set.of(FIRST))).isSameAs(FIRST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RoundRobin", "Random", "LeastSessions", "HashRing", "Maglev"})
    void passesOverWhoIsAvoided(String policy) {
        var balancer = of(policy, "", new SplittableRandom(SEED));

        for (int i = 0; i < 1_000; i++) {
            assertThat(balancer.choose(Metadata.EMPTY, Set.of(FIRST, THIRD))).isSameAs(SECOND);
        }
    }

    @Test
    void takesTheEndpointOfTheKey() {
        var balancer = of("HashRing", "IP/src_addr", new SplittableRandom(SEED));

        assertThat(choose(balancer, Json.obj("IP", Json.obj("src_addr", "10.0.0.2")))).isSameAs(THIRD);
        assertThat(choose(balancer, Json.obj("IP", Json.obj("src_addr", "10.0.0.1")))).isSameAs(FIRST);
    }

    @Test
    void hashesNumbersAsTheirText() {
        var balancer = of("ConsistentHash", "/n", new SplittableRandom(SEED));

        assertThat(choose(balancer, Json.obj("n", 2))).isSameAs(SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/missing", "/nul"})
    void goesAnywhereWithoutAKey(String key) {
        var random = new SplittableRandom(SEED);
        var same = new SplittableRandom(SEED);
        var balancer = of("HashRing", key, random);
        var keyed = of("HashRing", "/k", random);
        var metadata = Json.obj("nul", Json.NULL);

        var chosen = IntStream.range(0, 500).mapToObj(_ -> choose(balancer, metadata)).toList();

        assertThat(chosen).isEqualTo(IntStream.range(0, 500)
                .mapToObj(_ -> choose(keyed, Json.obj("k", Integer.toString(same.nextInt(1000))))).toList());
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
