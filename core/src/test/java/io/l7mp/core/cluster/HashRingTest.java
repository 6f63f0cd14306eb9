package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors that the reference's ring was asked for. */
class HashRingTest {
    private static final HashRing THREE = new HashRing(
            List.of(endpoint("127.0.0.1", 3), endpoint("127.0.0.2", 1),
                    endpoint("127.0.0.3", 1)));

    private static Member endpoint(String address, int weight) {
        return Pool.member("e-" + address, address, 0, weight);
    }

    private static Endpoint chosen(HashRing ring, String key) {
        return ring.member(key, Set.of()).endpoint();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 127.0.0.1", "10.0.0.2, 127.0.0.3", "10.0.0.3, 127.0.0.1", "10.0.0.4, 127.0.0.1",
            "session-1, 127.0.0.1", "session-2, 127.0.0.2", "1, 127.0.0.1", "2, 127.0.0.2", "3, 127.0.0.3"})
    void choosesWhatTheReferenceChooses(String key, String address) {
        assertThat(THREE.size()).isEqualTo(120);
        assertThat(chosen(THREE, key).address()).isEqualTo(address);
    }

    @Test
    void spreadsTenThousandKeysAsTheReferenceDoes() {
        var counts = new int[4];

        IntStream.range(0, 10_000).mapToObj(key -> chosen(THREE, Integer.toString(key)).address())
                .forEach(address -> counts[address.charAt(address.length() - 1) - '0']++);

        assertThat(counts).containsExactly(0, 5071, 2139, 2790);
    }

    @Test
    void roundsSharesDown() {
        var ring = new HashRing(List.of(endpoint("0.0.0.0", 1), endpoint("0.0.0.1", 2)));

        assertThat(ring.size()).isEqualTo(79);
        assertThat(List.of("0.0.0.1", "a", "b", "c"))
                .allMatch(key -> chosen(ring, key).address().equals("0.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({"x, ::1", "y, dns-0.dns", "z, /tmp/a.sock", "q, ::1", "r, dns-0.dns"})
    void takesAnyTextForAnAddress(String key, String address) {
        var ring = new HashRing(
                List.of(endpoint("::1", 1), endpoint("dns-0.dns", 1), endpoint("/tmp/a.sock", 1)));

        assertThat(chosen(ring, key).address()).isEqualTo(address);
    }

    @Test
    void letsTheLastEndpointOfAnAddressCount() {
        var ring = new HashRing(List.of(Pool.member("first", "a", 0, 1), Pool.member("b", "b", 0, 1),
                Pool.member("last", "a", 0, 3)));

        assertThat(ring.size()).isEqualTo(60 + 20);
        assertThat(IntStream.range(0, 1000).mapToObj(key -> chosen(ring, "" + key).name()).distinct())
                .containsExactlyInAnyOrder("last", "b");
    }

    @Test
    void givesVeryLightEndpointsNoPlace() {
        var ring = new HashRing(List.of(endpoint("light", 1), endpoint("heavy", 1_000_000)));

        assertThat(IntStream.range(0, 1000).mapToObj(key -> chosen(ring, "" + key).address()).distinct())
                .containsExactly("heavy");
    }

    @Test
    void hasPlacesWhateverTheNumberOfEndpoints() {
        for (int n = 1; n <= 100; n++) {
            var endpoints = IntStream.range(0, n).mapToObj(i -> endpoint("a" + i, Integer.MAX_VALUE))
                    .toList();

            assertThat(new HashRing(endpoints).size()).isBetween(39 * n, 40 * n);
        }
    }

    @Test
    void movesOnlyTheKeysOfWhoIsAvoided() {
        var ring = new HashRing(
                IntStream.range(0, 8).mapToObj(i -> endpoint("10.0.0." + i, 1 + i % 3)).toList());
        var rests = ring.member("x", Set.of());

        for (int i = 0; i < 10_000; i++) {
            var home = ring.member("key " + i, Set.of());
            var chosen = ring.member("key " + i, Set.of(rests));

            assertThat(chosen).isNotSameAs(rests);
            assertThat(home == rests || home == chosen).isTrue();
        }
    }

    @Test
    void staysWhereAllAreAvoided() {
        var ring = new HashRing(List.of(endpoint("a", 1), endpoint("b", 1)));
        var all = IntStream.range(0, 100).mapToObj(i -> ring.member("" + i, Set.of()))
                .collect(Collectors.toSet());

        assertThat(ring.member("x", all)).isSameAs(ring.member("x", Set.of()));
    }
}
