package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A running proxy that is attacked in one way after another, each very often: it answers afterwards, and holds no more than it did
 * after the first hundred times.
 */
final class Siege implements AutoCloseable {
    static final int AT_ONCE = 100;

    private static final boolean FULL = Boolean.getBoolean("l7mp.full");
    private static final int TIMES = FULL ? 1_000 : 200;
    private static final int PATIENCE = 60;
    private static final Duration LIMIT = Duration.ofSeconds(PATIENCE);
    private static final int COLLECTIONS = 2;

    /** The API's own connection, and one that is being made. */
    private static final int OURS = 2;

    private final Proxy proxy;
    private final Memory memory;
    private final Grounds grounds = new Grounds();
    private final List<Trap> traps = new ArrayList<>();
    private int listeners;

    Siege(Proxy proxy) {
        this.proxy = proxy;
        // Open from the beginning to the end: its own sockets and threads are there at each look.
        this.memory = Memory.of(proxy.pid());
    }

    /** What one attacker does, of a hundred who do it at once. */
    interface Attack {
        void by(int attacker) throws Exception;
    }

    /** What a hundred attackers do together. */
    interface Wave {
        void of(int attackers) throws Exception;
    }

    private record Held(long heap, long descriptors, long sessions) {}

    Proxy proxy() {
        return proxy;
    }

    Grounds grounds() {
        return grounds;
    }

    /** Keeps an upstream up to the end. */
    Trap with(Trap trap) {
        traps.add(trap);
        return trap;
    }

    /** {@return one test, in which attackers take all ways in turn} */
    Stream<DynamicTest> attacks(String bug, Map<String, Attack> ways) {
        var all = List.copyOf(ways.entrySet());
        int times = FULL ? Math.max(TIMES, AT_ONCE * all.size()) : TIMES;
        return Stream.of(
                DynamicTest.dynamicTest(bug, () -> stand(bug, times, attackers -> each(bug, attackers, i -> {
                    var way = all.get(i % all.size());
                    try {
                        way.getValue().by(i);
                    } catch (AssertionError | IOException e) {
                        throw new AssertionError(way.getKey(), e);
                    }
                }))));
    }

    Stream<DynamicTest> waves(String bug, Wave wave) {
        return Stream.of(DynamicTest.dynamicTest(bug, () -> stand(bug, TIMES, wave)));
    }

    /** Lets so many do it at once, and fails if one of them fails or is not done in time. */
    static void each(String name, int attackers, Attack attack) throws InterruptedException {
        try (var crew = new Crew()) {
            for (int i = 0; i < attackers; i++) {
                int attacker = i;
                crew.begin(name + " by " + i, () -> attack.by(attacker));
            }
            crew.join(PATIENCE);
        }
    }

    private void stand(String name, int times, Wave wave) throws Exception {
        long begin = System.nanoTime();
        var before = held();
        wave.of(AT_ONCE);
        await(name).atMost(LIMIT).untilAsserted(() -> assertQuiet(held(), before));
        var first = held();
        for (int done = AT_ONCE; done < times; done += AT_ONCE) {
            wave.of(AT_ONCE);
        }
        await(name).atMost(LIMIT).untilAsserted(() -> assertNoMore(held(), first));
        System.out.printf("%s: %s after %d times, %s after %d, %d ms%n", name, first, AT_ONCE, held(), times,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static void assertNoMore(Held now, Held first) {
        assertThat(now.heap).as("live heap").isLessThanOrEqualTo(more(first.heap));
        assertQuiet(now, first);
    }

    private static void assertQuiet(Held now, Held first) {
        assertThat(now.descriptors).as("descriptors").isLessThanOrEqualTo(more(first.descriptors));
        assertThat(now.sessions).as("sessions").isLessThanOrEqualTo(Math.max(more(first.sessions), OURS));
    }

    private static long more(long value) {
        return value + value / 20;
    }

    private Held held() {
        long heap = LongStream.generate(memory::heap).limit(COLLECTIONS).min().orElseThrow();
        return new Held(heap, proxy.descriptors(), sessions());
    }

    private long sessions() {
        return proxy.get("sessions?format=terse").items().size();
    }

    /** Makes a listener, and says where. */
    SocketAddress listen(Kind kind, String rules) {
        var at = grounds.listener(kind, false);
        listen(kind.listenerSpec(at), rules);
        return at;
    }

    String listen(String spec, String rules) {
        return listen(spec, rules, 0);
    }

    /** {@return the name of the listener that it makes, whose sessions are listed for so many seconds after their end} */
    String listen(String spec, String rules, int track) {
        var name = "listener" + listeners++;
        proxy.add("listeners", """
                listener:
                  name: %s
                  spec: %s
                  options: {session_rate: 0, idle_timeout: %d, finish_timeout: 1, track: %d}
                  rules: %s
                """.formatted(name, spec, spec.contains("protocol: UDP") ? 1 : PATIENCE, track, rules));
        return name;
    }

    /** {@return rules that lead to a cluster, however often it fails} */
    static String to(String cluster) {
        return "[{action: {route: {destination: {%s}, retry: {retry_on: always, num_retries: 2, timeout: 100}}}}]"
                .formatted(cluster);
    }

    /** {@return all of an answer of the API, over a connection of its own} */
    String call(String method, String path, String yaml) throws IOException {
        try (var caller = Rude.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()))) {
            return caller.say("%s /api/v1/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/yaml\r\n"
                    .formatted(method, path)
                    + "Connection: close\r\nContent-Length: %d\r\n\r\n%s".formatted(yaml.length(), yaml))
                    .hear();
        }
    }

    /** {@return how many bugs of the program were met} */
    long bugs() {
        return proxy.get("admin").at("counters/bugs").number();
    }

    /** Ends the proxy, in which there was no bug. */
    @Override
    public void close() {
        end(0);
        assertThat(proxy.log()).doesNotContain("ERROR", "LEAK");
    }

    /** Ends the proxy, in which there were as many bugs. */
    void end(long bugs) {
        traps.forEach(Trap::close);
        try (var _ = proxy; var _ = memory; var _ = grounds) {
            assertThat(bugs()).as("bugs").isEqualTo(bugs);
        }
    }
}
