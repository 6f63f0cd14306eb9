package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps its place when endpoints come, leave and rest. */
class MaglevTableTest {
    private static final int KEYS = 10_000;

    private static Member at(int i, int weight) {
        return Pool.member("e" + i, "10.0.0." + i, 0, weight);
    }

    private static List<Member> members(int count) {
        return IntStream.range(0, count).mapToObj(i -> at(i, 1)).toList();
    }

    private static List<Member> owners(List<Member> members, Set<Member> avoided) {
        var table = new MaglevTable(members);
        return IntStream.range(0, KEYS).mapToObj(i -> table.member("key " + i, avoided)).toList();
    }

    private static long moved(List<Member> before, List<Member> after) {
        return IntStream.range(0, KEYS).filter(i -> before.get(i) != after.get(i)).count();
    }

    @Test
    void movesFewKeysBesideThoseOfWhoLeaves() {
        var members = members(10);
        var before = owners(members, Set.of());
        var left = new ArrayList<>(members);
        var leaver = left.remove(4);

        var after = owners(left, Set.of());

        long homeless = before.stream().filter(leaver::equals).count();
        assertThat(homeless).isBetween(850L, 1_150L);
        assertThat(moved(before, after) - homeless).isBetween(0L, KEYS / 50L);
    }

    @Test
    void movesOnlyTheKeysOfWhoRestsAndSpreadsThem() {
        var members = members(10);
        var rests = members.get(4);
        var before = owners(members, Set.of());

        var after = owners(members, Set.of(rests));

        var heirs = new HashSet<Member>();
        for (int i = 0; i < KEYS; i++) {
            if (before.get(i) == rests) {
                heirs.add(after.get(i));
            } else {
                assertThat(after.get(i)).isSameAs(before.get(i));
            }
        }
        assertThat(heirs).hasSize(9).doesNotContain(rests);
    }

    @Test
    void asksNeitherForOrderNorForNames() {
        var members = members(7);
        var renamed = members.reversed().stream()
                .map(member -> Pool.member("other " + member.endpoint().name(), member.endpoint().address(),
                        0, 1))
                .toList();

        var one = owners(members, Set.of());
        var other = owners(renamed, Set.of());

        assertThat(one).extracting(member -> member.endpoint().address())
                .isEqualTo(other.stream().map(member -> member.endpoint().address()).toList());
    }

    @Test
    void tellsEqualAddressesApart() {
        var members = List.of(Pool.member("a", "10.0.0.1", 0, 1), Pool.member("b", "10.0.0.1", 0, 1),
                Pool.member("c", "10.0.0.1", 7, 1));

        var owners = owners(members, Set.of());

        for (var member : members) {
            assertThat(owners.stream().filter(member::equals).count()).isBetween(3_000L, 3_700L);
        }
    }

    @Test
    void givesEvenTheLightestAPlace() {
        var light = at(1, 1);
        var table = new MaglevTable(List.of(light, at(2, 1_000_000)));

        assertThat(IntStream.range(0, 2_000_000).anyMatch(i -> table.member("" + i, Set.of()) == light))
                .isTrue();
    }

    @Test
    void staysWhereAllAreAvoided() {
        var members = members(3);
        var table = new MaglevTable(members);

        assertThat(table.member("x", Set.copyOf(members))).isSameAs(table.member("x", Set.of()));
    }
}
