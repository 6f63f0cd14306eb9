package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many of 10,000 sessions each endpoint gets, policy by policy: exactly its share, or as many as chance allows. */
class SharesTest {
    private static final int PICKS = 10_000;
    private static final int SIGMAS = 5;

    private final RandomGenerator random = new SplittableRandom(Long.getLong("l7mp.test.seed", 1));

    private Balancer balancer(String policy, List<Member> members) {
        return Balancer.of(Pool.policy(policy, "/k"), members, random);
    }

    private static Map<Member, Integer> count(Balancer balancer, Consumer<Member> then) {
        var counts = new HashMap<Member, Integer>();
        for (int i = 0; i < PICKS; i++) {
            var metadata = Metadata.of(Json.obj("k", "key " + i));
            var member = balancer.choose(metadata, Set.of());
            counts.merge(member, 1, Integer::sum);
            then.accept(member);
        }
        return counts;
    }

    private static void assertByChance(Map<Member, Integer> counts, List<Member> members) {
        double total = members.stream().mapToInt(Member::weight).sum();
        for (var member : members) {
            double share = member.weight() / total;
            double sigma = Math.sqrt(PICKS * share * (1 - share));
            assertThat((double) counts.get(member)).isBetween(PICKS * share - SIGMAS * sigma,
                    PICKS * share + SIGMAS * sigma);
        }
    }

    @Test
    void takesTurnsExactlyByWeight() {
        var members = Pool.weighing(3, 1, 1);

        var counts = count(balancer("RoundRobin", members), member -> {});

        assertThat(members).extracting(counts::get).containsExactly(6_000, 2_000, 2_000);
    }

    @Test
    void spreadsTheTurnsOfTheHeavy() {
        var balancer = balancer("RoundRobin", Pool.weighing(3, 1, 1));

        var turns = IntStream.range(0, 10)
                .mapToObj(_ -> balancer.choose(Metadata.EMPTY, Set.of()).endpoint().name())
                .collect(Collectors.joining());

        assertThat(turns).isEqualTo("abacaabaca");
    }

    @Test
    void goesOnWithTheTurnsAfterARest() {
        var members = Pool.weighing(1, 1, 1);
        var balancer = balancer("RoundRobin", members);
        for (int i = 0; i < 1_000; i++) {
            balancer.choose(Metadata.EMPTY, Set.of(members.getFirst()));
        }

        var counts = new HashMap<Member, Integer>();
        for (int i = 0; i < 9; i++) {
            counts.merge(balancer.choose(Metadata.EMPTY, Set.of()), 1, Integer::sum);
        }

        assertThat(members).extracting(counts::get).allMatch(n -> n >= 2 && n <= 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Random", "LeastSessions", "Maglev"})
    void choosesByWeightWhereSessionsAreShort(String policy) {
        var members = Pool.weighing(5, 1, 1, 3, 2);

        var counts = count(balancer(policy, members), member -> {});

        assertByChance(counts, members);
    }

    @Test
    void levelsSessionsThatStay() {
        var members = Pool.weighing(3, 1, 1);

        var counts = count(balancer("LeastSessions", members), member -> member.standing().entered());

        assertThat(counts.get(members.get(0))).isBetween(5_998, 6_002);
        assertThat(counts.get(members.get(1))).isBetween(1_998, 2_002);
    }

    @Test
    void fillsUpWhoHasFewer() {
        var members = Pool.weighing(1, 1, 1);
        for (int i = 0; i < 50; i++) {
            members.get(0).standing().entered();
            members.get(1).standing().entered();
        }
        var balancer = balancer("LeastSessions", members);

        for (int i = 0; i < 50; i++) {
            var member = balancer.choose(Metadata.EMPTY, Set.of());
            member.standing().entered();
            assertThat(member).isSameAs(members.get(2));
        }
    }

    @Test
    void losesNoTurnBetweenThreads() {
        var members = Pool.weighing(3, 1, 1);
        var balancer = balancer("RoundRobin", members);

        var counts = twice(() -> count(balancer, member -> {}));

        for (var member : members) {
            assertThat(counts.get(member)).isCloseTo(2 * PICKS * member.weight() / 5, within(8));
        }
    }

    @Test
    void countsSessionsOfAllThreads() {
        var members = Pool.weighing(1, 1, 1);
        var balancer = Balancer.of(Pool.policy("LeastSessions", ""), members,
                new java.util.Random(random.nextLong()));

        var counts = twice(() -> count(balancer, member -> member.standing().entered()));

        for (var member : members) {
            assertThat(member.standing().sessions()).isEqualTo(counts.get(member));
            assertThat(member.standing().sessions()).isCloseTo(2 * PICKS / 3, within(8));
            for (int i = counts.get(member); i > 0; i--) {
                member.standing().left();
            }
            assertThat(member.standing().sessions()).isZero();
        }
    }

    private static org.assertj.core.data.Offset<Integer> within(int bound) {
        return org.assertj.core.data.Offset.offset(bound);
    }

    /** Does it on two threads at once. */
    private static Map<Member, Integer> twice(java.util.function.Supplier<Map<Member, Integer>> work) {
        var start = new CyclicBarrier(2);
        var halves = new ArrayList<CompletableFuture<Map<Member, Integer>>>();
        for (int i = 0; i < 2; i++) {
            halves.add(CompletableFuture.supplyAsync(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return work.get();
            }));
        }
        var all = new HashMap<Member, Integer>();
        halves.forEach(half -> half.join().forEach((member, n) -> all.merge(member, n, Integer::sum)));
        return all;
    }
}
