package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * A running proxy with one session that goes on, and what the attacks on it come to: the session loses nothing, whoever is turned
 * away is counted by name, and nothing is left of it all.
 */
final class Fortress implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Of descriptors; so many the machine lets a process have. */
    static final int DESCRIPTORS = 18_000;

    private static final Pattern CPU = Pattern.compile("process_cpu_seconds_total ([\\d.E]+)");
    private static final Pattern REFUSED = Pattern.compile("l7mp_refused_total\\{reason=\"(\\w+)\"} (\\d+)");

    /** More than what is loaded and filled once by the first of a kind, less than what the sessions would need. */
    private static final long MOST_MORE = 4L << 20;

    private static final int COLLECTIONS = 3;
    private static final double SECOND = 1e9;

    /** The API's own connection, and one that is being made. */
    private static final int OURS = 2;

    private final int probe = Proxy.freePort();
    private final Proxy proxy;
    private final Memory memory;
    private final Witness witness;
    private final Held before;

    /** To be deleted when all is over. Attacks that run side by side make them. */
    private final Queue<String> listeners = new ConcurrentLinkedQueue<>();

    private record Held(long heap, long direct, long descriptors, long sessions) {}

    Fortress() throws IOException {
        int port = Proxy.freePort();
        proxy = Proxy.launch(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"),
                List.of("-Xmx256m"), List.of(), port,
                List.of("-c",
                        Proxy.temporary("l7mp", ".yaml",
                                """
                                        admin: {log_level: error, probe_port: %d}
                                        listeners:
                                          - name: api
                                            spec: {protocol: HTTP, address: 127.0.0.1, port: %d}
                                            rules: [{action: {route: {destination: {name: api, spec: {protocol: L7mpController}}}}}]
                                        """
                                        .formatted(probe, port))
                                .toString()));
        memory = Memory.of(proxy.pid());
        witness = new Witness(listen("witness", "protocol: UDP", "{}", "Echo"));
        expectGoingOn();
        listeners.clear();
        before = held();
        System.out.println("before all attacks, the session: " + witness.since(0));
    }

    Proxy proxy() {
        return proxy;
    }

    /** {@return where there is a new listener that leads to a cluster of that kind} */
    InetSocketAddress listen(String name, String spec, String options, String destination) {
        return listen(name, spec, options, "*", destination);
    }

    InetSocketAddress listen(String name, String spec, String options, String match, String destination) {
        int port = Proxy.freePort();
        boolean isLayer = spec.contains("transport");
        proxy.add("listeners", """
                listener:
                  name: %s
                  spec: {%s, address: 127.0.0.1, port: %d %s
                  options: %s
                  rules: [{match: %s, action: {route: {destination: {spec: {protocol: %s}}}}}]
                """.formatted(name, spec, port, isLayer ? "}}" : "}", options,
                match.equals("*") ? "'*'" : match, destination));
        listeners.add(name);
        return new InetSocketAddress("127.0.0.1", port);
    }

    InetSocketAddress api() {
        return new InetSocketAddress("127.0.0.1", proxy.port());
    }

    /** The session makes more round trips. */
    void expectGoingOn() {
        int goal = witness.count() + 20;
        await().atMost(LIMIT).until(() -> witness.count() >= goal);
    }

    /**
     * Lets it happen.
     *
     * @param expected how often at least it is refused, by reason
     */
    void attack(String name, Map<String, Integer> expected, Crew.Errand errand) throws Exception {
        var counted = counted();
        int roundTrips = witness.count();
        double processor = processorSeconds();
        long begin = System.nanoTime();
        errand.run();
        expectGoingOn();
        var grown = new TreeMap<String, Long>();
        await(name).atMost(GRACE).untilAsserted(() -> {
            counted().forEach((reason, count) -> grown.put(reason, count - counted.getOrDefault(reason, 0L)));
            assertThat(expected).as(name).allSatisfy(
                    (reason, times) -> assertThat(grown.getOrDefault(reason, 0L))
                            .isGreaterThanOrEqualTo(times));
        });
        grown.keySet().retainAll(expected.keySet());
        System.out.printf("%s (%.1f s, %.1f s of processors): %s; the session: %s%n", name,
                (System.nanoTime() - begin) / SECOND, processorSeconds() - processor, grown,
                witness.since(roundTrips));
    }

    /** {@return how many were turned away, by reason, as the metrics page says} */
    private Map<String, Long> counted() throws IOException, InterruptedException {
        var counted = new TreeMap<String, Long>();
        REFUSED.matcher(page()).results()
                .forEach(found -> counted.put(found.group(1), Long.valueOf(found.group(2))));
        return counted;
    }

    private double processorSeconds() throws IOException, InterruptedException {
        return CPU.matcher(page()).results().mapToDouble(found -> Double.parseDouble(found.group(1))).sum();
    }

    private String page() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probe + "/metrics"))
                    .timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** All attacks are over: the API counts what the page counts, and the proxy holds what it did before. */
    void expectRecovery() throws Exception {
        listeners.forEach(name -> proxy.delete("listeners/" + name + "?recursive=true"));
        await().atMost(RECOVERY).untilAsserted(() -> {
            var now = held();
            assertThat(now.sessions).as("sessions").isLessThanOrEqualTo(before.sessions);
            assertThat(now.descriptors).as("descriptors").isLessThanOrEqualTo(before.descriptors + OURS);
            assertThat(now.heap).as("live heap").isLessThan(before.heap + MOST_MORE);
        });
        var refused = new TreeMap<String, Long>();
        proxy.get("admin").at("counters/refused").members()
                .forEach((reason, count) -> refused.put(reason.toString(), ((Number) count).longValue()));
        assertThat(counted()).isEqualTo(refused);
        assertThat(proxy.get("admin").at("counters/bugs").number()).as("bugs").isZero();
        System.out.printf("before: %s%nafter:  %s%nrefused: %s%nthe session: %s%n", before, held(), refused,
                witness.since(0));
    }

    private Held held() {
        long heap = LongStream.generate(memory::heap).limit(COLLECTIONS).min().orElseThrow();
        return new Held(heap, memory.direct(), proxy.descriptors(),
                proxy.get("sessions?format=terse").items().size());
    }

    /** {@return bytes outside the heap} */
    long direct() {
        return memory.direct();
    }

    @Override
    public void close() {
        try (var _ = proxy; var _ = memory; var _ = witness) {
            assertThat(proxy.isAlive()).as("alive").isTrue();
        }
        assertThat(proxy.log()).doesNotContain("ERROR", "LEAK", "OutOfMemory");
    }
}
