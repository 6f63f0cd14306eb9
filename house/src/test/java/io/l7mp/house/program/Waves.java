package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Three waves of very many sessions, one after another, twice: what the first round leaves behind, the second may not add to. Runs in
 * a name space of its own, which has enough ports.
 */
final class Waves {
    private static final int DESCRIPTORS = 18_000;

    /** Without it the collector leaves a few dead objects where they lie in a region that is nearly full, and counts them as live. */
    private static final String EXACT_COLLECTION = "-XX:MarkSweepDeadRatio=0";

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final int size;
    private final Proxy proxy;
    private final int upstream;
    private final Map<String, Integer> ports = new HashMap<>();

    private Waves(int size, Proxy proxy, int upstream) {
        this.size = size;
        this.proxy = proxy;
        this.upstream = upstream;
    }

    /** The clients of one wave. */
    private interface Gathering {
        Crowd at(InetSocketAddress listener) throws IOException;
    }

    /**
     * What a process holds when nothing happens.
     *
     * @param heap bytes that live
     * @param direct bytes outside it that are kept for payload
     * @param allocated bytes that the C library has given out, those of the compiler and others of the virtual machine too
     * @param descriptors that are open
     * @param threads of the platform
     */
    private record Held(long heap, long direct, long allocated, long descriptors, long threads) {

        void assertNoMoreThan(Held before) {
            assertThat(heap).as("live heap").isLessThanOrEqualTo(more(before.heap));
            assertThat(direct).as("direct memory").isLessThanOrEqualTo(more(before.direct));
            assertThat(descriptors).as("descriptors").isLessThanOrEqualTo(more(before.descriptors));
            assertThat(threads).as("threads").isLessThanOrEqualTo(more(before.threads));
        }

        private static long more(long value) {
            return value + value / 50;
        }
    }

    /** {@code main PERCENT} of the full size. */
    public static void main(String... arguments) throws Exception {
        int percent = Integer.parseInt(arguments[0]);
        try (var proxy = Proxy.start(
                List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"),
                List.of(EXACT_COLLECTION));
                var memory = Memory.of(proxy.pid());
                var echo = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            Thread.ofPlatform().daemon().start(() -> echo(echo));
            var waves = new Waves(percent, proxy,
                    ((InetSocketAddress) echo.getLocalAddress()).getPort());
            waves.listen();
            waves.round();
            var first = waves.held(memory);
            waves.round();
            var second = waves.held(memory);
            System.out.println("after the first round  " + first);
            System.out.println("after the second round " + second);
            assertThat(proxy.get("admin").at("counters/bugs").number()).as("bugs").isZero();
            assertThat(proxy.log()).doesNotContain("ERROR", "LEAK");
            second.assertNoMoreThan(first);
        }
    }

    private static void echo(DatagramChannel channel) {
        var buffer = ByteBuffer.allocateDirect(1 << 16);
        try {
            while (true) {
                buffer.clear();
                var from = channel.receive(buffer);
                channel.send(buffer.flip(), from);
            }
        } catch (AsynchronousCloseException over) {
            // the test is
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Held held(Memory memory) throws Exception {
        memory.heap();
        return new Held(memory.heap(), metric("l7mp_buffer_bytes"), memory.direct(), proxy.descriptors(),
                memory.threads());
    }

    private long metric(String name) throws Exception {
        var page = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get("metrics"))).build(),
                HttpResponse.BodyHandlers.ofString());
        return page.body().lines().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1))).findFirst()
                .orElseThrow();
    }

    private void listen() {
        listener("metrics", "HTTP", "{spec: {protocol: Prometheus}}");
        listener("udp", "UDP", "{spec: {protocol: UDP, port: %d}, endpoints: [{spec: {address: 127.0.0.1}}]}"
                .formatted(upstream));
        for (var protocol : List.of("TCP", "WebSocket")) {
            int inner = listener(protocol + "-inner", protocol, "{spec: {protocol: Echo}}");
            listener(protocol, protocol,
                    "{spec: {protocol: %s, port: %d}, endpoints: [{spec: {address: 127.0.0.1}}]}"
                            .formatted(protocol, inner));
        }
    }

    private int listener(String name, String protocol, String cluster) {
        int port = Proxy.freePort();
        ports.put(name, port);
        proxy.add("listeners", """
                listener:
                  name: %s
                  spec: {protocol: %s, address: 127.0.0.1, port: %d}
                  options: {idle_timeout: 2, session_rate: 0}
                  rules: [{action: {route: {destination: %s}}}]
                """.formatted(name, protocol, port, cluster));
        return port;
    }

    private void round() throws Exception {
        int datagrams = 15_000 * size / 100;
        int connections = 4_000 * size / 100;
        wave("udp", datagrams, there -> Crowd.udp(datagrams, there));
        wave("TCP", connections, there -> Crowd.tcp(connections, there));
        wave("WebSocket", connections, there -> Crowd.webSocket(connections, there));
    }

    /** Clients send until all sessions exist at the same time; then they fall silent, and all sessions expire. */
    private void wave(String listener, int count, Gathering gathering) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (var crowd = gathering.at(new InetSocketAddress("127.0.0.1", ports.get(listener)))) {
            while (crowd.answered() < count || look(listener, crowd) < count) {
                crowd.pass();
                if (System.nanoTime() > end) {
                    throw new AssertionError(
                            "%s: of %d only %d answered, %d have a session".formatted(listener,
                                    count, crowd.answered(), sessions(listener)));
                }
            }
            System.out
                    .println(listener + ": " + count + " sessions, " + proxy.descriptors() + " descriptors");
            await().atMost(LIMIT).until(() -> sessions(listener) == 0);
        }
        await().atMost(LIMIT).until(() -> proxy.get("sessions").items().size() == 1);
    }

    /** Looks at the list of sessions, which is long, while the clients go on. */
    private long look(String listener, Crowd crowd) throws Exception {
        var listed = CompletableFuture.supplyAsync(() -> sessions(listener));
        while (!listed.isDone()) {
            crowd.pass();
        }
        return listed.get();
    }

    private long sessions(String listener) {
        return proxy.sessionsOf(listener);
    }
}
