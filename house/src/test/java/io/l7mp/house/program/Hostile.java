package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Attacks by number, one after another, while some that need patience go on beside them. Runs in a name space of its own, where
 * every address of the loopback network is ours with all its ports.
 */
final class Hostile {
    private static final String NEVER_ENDING = "GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nX-More: ";
    private static final int FIRST_PORT = 20_000;
    private static final int ADDRESSES = 250;
    private static final int BATCH = 100;
    private static final int MOST_WAITING = 64 << 10;

    /** Of sessions, for the listener with a small limit. */
    private static final int MOST = 1_000;

    /** More than there can be descriptors for. */
    private static final int CROWD = 1_000;
    private static final int FEW = 20;

    /** By threads that wait for connections: of the agent that measures memory, for one. Nobody lists these. */
    private static final int RESERVED = 5;

    private static final int PATIENCE = 90;

    private final Fortress fortress;
    private final int percent;

    private Hostile(Fortress fortress, int percent) {
        this.fortress = fortress;
        this.percent = percent;
    }

    /** {@code main PERCENT} of the full size. */
    public static void main(String... arguments) throws Exception {
        int percent = Integer.parseInt(arguments[0]);
        try (var fortress = new Fortress(); var crew = new Crew()) {
            var hostile = new Hostile(fortress, percent);
            var slow = crew.begin("half-open connections", hostile::halfOpen);
            hostile.floods();
            new HostileBytes(fortress, Math.max(10, 2 * percent)).all();
            crew.result(slow, PATIENCE);
            hostile.noDescriptors();
            fortress.expectRecovery();
        }
    }

    /** Heads and bodies that never end: of handshakes, of requests, of calls to the API. */
    private void halfOpen() throws Exception {
        int handshakes = 100 * percent;
        int requests = 5 * percent;
        boolean waitsForBodies = percent == 100; // which takes half a minute
        int bodies = waitsForBodies ? 20 : 0;
        var ws = fortress.listen("half-open", "protocol: WebSocket", "{}", "Echo");
        var http = fortress.listen("slow", "protocol: HTTP", "{}", "Echo");
        fortress.attack(handshakes + " half-open handshakes, slow heads and bodies",
                Map.of("slow", handshakes + 2 * requests, "slow_body", bodies), () -> {
                    try (var sluggards = new Sluggards("x")) {
                        sluggards.begin(ws, handshakes, NEVER_ENDING)
                                .begin(http, requests, NEVER_ENDING)
                                .begin(fortress.api(), requests, NEVER_ENDING)
                                .begin(fortress.api(), bodies, "POST /api/v1/listeners HTTP/1.1\r\n"
                                        + "Host: localhost\r\nContent-Type: text/yaml\r\nContent-Length: 1000\r\n\r\n")
                                .untilSentAway(Fortress.LIMIT);
                    }
                });
    }

    private void floods() throws Exception {
        int sources = Math.max(25_000, 500 * percent); // a network may make 20,000 sessions at once
        var rate = percent == 100 ? "" : ", session_rate: 100"; // by default 1,000, if there are enough to exceed it
        var limited = fortress.listen("rate", "protocol: UDP", "{idle_timeout: 2" + rate + "}", "Echo");
        fortress.attack("two datagrams of each of %d sources".formatted(sources), Map.of("session_rate", 1),
                () -> flood(limited, sources));
        var few = fortress.listen("few", "protocol: UDP",
                "{idle_timeout: 2, session_rate: 0, max_sessions: %d}".formatted(MOST), "Discard");
        fortress.attack("the same without a limit of the rate", Map.of("max_sessions", MOST),
                () -> flood(few, sources));
    }

    /** As fast as they are read, so that the system loses none before the proxy can refuse it. */
    private static void flood(InetSocketAddress there, int sources) throws IOException {
        try (var flood = new Masquerade(there)) {
            for (int i = 0; i < sources; i++) {
                var host = new byte[]{127, 0, 0, (byte) (1 + i % ADDRESSES)};
                flood.sendAs(host, FIRST_PORT + i / ADDRESSES);
                flood.sendAs(host, FIRST_PORT + i / ADDRESSES);
                if (i % BATCH == 0) {
                    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Fortress.LIMIT)
                            .until(() -> KernelDrops.waiting(there) < MOST_WAITING);
                }
            }
        }
        System.out.println("lost before the proxy: " + KernelDrops.before(there));
    }

    /** As if its descriptors had run out: who is there goes on, who comes then waits, and is served when others have left. */
    private void noDescriptors() throws Exception {
        var tcp = fortress.listen("tcp", "protocol: TCP", "{}", "Echo");
        expectEcho(tcp);
        fortress.attack("no descriptors", Map.of("accept", 1), () -> {
            long most = fortress.proxy().descriptors() + FEW;
            limitDescriptors(most);
            try (var _ = Crowd.tcp(CROWD, tcp)) {
                await().atMost(Fortress.LIMIT)
                        .until(() -> fortress.proxy().descriptors() >= most - RESERVED);
                fortress.expectGoingOn();
            }
            expectEcho(tcp);
            limitDescriptors(Fortress.DESCRIPTORS);
        });
    }

    private static void expectEcho(InetSocketAddress tcp) throws Exception {
        try (var crew = new Crew(); var client = Rude.to(tcp)) {
            var echo = crew.start("an echo", () -> client.say("hello").hear("hello".length()));
            assertThat(crew.result(echo, PATIENCE)).isEqualTo("hello");
        }
    }

    private void limitDescriptors(long most) {
        Namespace.output(List.of("prlimit", "--pid", String.valueOf(fortress.proxy().pid()),
                "--nofile=%d:%d".formatted(most, Fortress.DESCRIPTORS)), PATIENCE);
    }
}
