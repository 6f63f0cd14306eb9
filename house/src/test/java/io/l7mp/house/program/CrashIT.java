package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What kills or hangs a proxy of this kind that is not made with care, set off by callers and by peers. The numbers are those of
 * {@link Regressions}.
 */
class CrashIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int NAMES = 30;
    private static final String ECHO = "spec: {protocol: Echo}";

    private static Siege siege;

    @BeforeAll
    static void start() {
        siege = new Siege(Proxy.start());
    }

    @AfterAll
    static void stop() {
        siege.close();
    }

    @TestFactory
    Stream<DynamicTest> endpointsThatCannotBeMade() {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        Map.of("of what is inside",
                "{name: bad, spec: {protocol: Echo}, endpoints: [{spec: {address: 127.0.0.1}}]}",
                "of one name", "{name: bad, spec: {protocol: UDP, port: 1}, "
                        + "endpoints: [{name: e, spec: {address: 127.0.0.1}}, {name: e, spec: {address: 127.0.0.2}}]}",
                "without address", "{name: bad, spec: {protocol: UDP, port: 1}, endpoints: [{spec: {}}]}",
                "behind a handshake",
                "{name: bad, spec: {protocol: JSONSocket, transport: {protocol: UDP, port: 1}}, "
                        + "endpoints: [{spec: {}}]}")
                .forEach((name, cluster) -> {
                    ways.put(name, _ -> refused("clusters", "cluster: " + cluster));
                    ways.put(name + ", embedded",
                            _ -> refused("routes", "route: {name: bad, destination: " + cluster + "}"));
                    ways.put(name + ", replacing",
                            _ -> refused("config", "config: {clusters: [" + cluster + "]}"));
                });
        return siege.attacks("B-02", ways);
    }

    private static void refused(String path, String body) throws IOException {
        assertThat(siege.call("POST", path, body)).startsWith("HTTP/1.1 400 ");
        assertThat(siege.call("GET", "clusters/bad", "")).startsWith("HTTP/1.1 400 ");
    }

    @TestFactory
    Stream<DynamicTest> rulesThatFailInTheMiddleOfARequest() {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        siege.proxy().add("rulelists", "rulelist: {name: circle, rules: [{action: {apply: circle}}]}");
        Map.of("contains", "match: {op: contains, path: /TCP/src_port, value: a}, action: {route: x}",
                "starts", "match: {op: starts, path: /TCP/src_port, value: 1}, action: {route: x}",
                "ends", "match: {op: ends, path: /HTTP, value: a}, action: {route: x}",
                "through a scalar",
                "action: {rewrite: [{path: /HTTP/method/a, value: c}], route: {destination: {" + ECHO + "}}}",
                "a circle", "action: {apply: circle}").forEach((name, rule) -> {
                    var at = siege.listen(Kind.HTTP, "[{" + rule + "}]");
                    ways.put(name, _ -> {
                        try (var client = Rude.to(at)) {
                            assertThat(client.say(Talk.message(Kind.HTTP, "hello")).hear())
                                    .matches("(?s)HTTP/1.1 [245]\\d\\d .*");
                        }
                    });
                });
        return siege.attacks("B-04", ways);
    }

    @TestFactory
    Stream<DynamicTest> upstreamsThatFailInTheMiddleOfAnAnswer() throws IOException {
        var trap = siege.with(Trap.at(siege.grounds().upstream(Kind.TCP, false), peer -> {
            peer.hear(1);
            peer.say("part").reset();
        }));
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var retry : List.of("connect-failure", "disconnect", "always")) {
            var at = siege.listen(Kind.HTTP,
                    Siege.to(Kind.TCP.cluster(trap.address())).replace("always", retry));
            ways.put(retry, _ -> {
                try (var client = Rude.to(at)) {
                    assertThat(client.say(Talk.message(Kind.HTTP, "hello")).hear()).startsWith("HTTP/1.1 ")
                            .doesNotEndWith("0\r\n\r\n");
                }
            });
        }
        return siege.attacks("B-05", ways);
    }

    @TestFactory
    Stream<DynamicTest> clustersThatBalanceNothing() {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var kind : List.of(Kind.UDP, Kind.TCP, Kind.WEBSOCKET, Kind.UNIX)) {
            var inner = siege.listen(kind, Siege.to(ECHO));
            var at = siege.listen(Kind.TCP, Siege.to("loadbalancer: {policy: None}, " + kind.cluster(inner)));
            ways.put(kind.name(), _ -> {
                try (var client = Rude.to(at)) {
                    client.say("hello").finish().hear();
                }
            });
        }
        return siege.attacks("B-06", ways);
    }

    /** Each time, the name that would be made up next is taken, and many that are like it. */
    @TestFactory
    Stream<DynamicTest> namesThatAreTaken() {
        return siege.waves("B-07", attempts -> {
            var next = afterUnnamed();
            for (int i = 0; i < attempts; i++) {
                var taken = next;
                var others = IntStream.rangeClosed(1, NAMES)
                        .mapToObj(n -> "{name: %s_%d, %s}".formatted(taken, n, ECHO));
                siege.proxy().add("routes", "route: {name: taken, destination: {name: %s, %s}, ingress: [%s]}"
                        .formatted(taken, ECHO, others.collect(Collectors.joining(", "))));
                next = afterUnnamed();
                siege.proxy().delete("routes/taken?recursive=true");
            }
        });
    }

    /** {@return the name after that of a cluster which it makes without one} */
    private static String afterUnnamed() {
        siege.proxy().add("routes", "route: {name: unnamed, destination: {%s}}".formatted(ECHO));
        var name = siege.proxy().get("routes/unnamed").at("destination").text();
        siege.proxy().delete("routes/unnamed?recursive=true");
        return "unnamed-Cluster-" + (Integer.parseInt(name.replaceAll("unnamed-Cluster-|_.*", "")) + 1);
    }

    @TestFactory
    Stream<DynamicTest> sessionsThatAreDeletedWhileTheyRetry() throws IOException {
        var there = new InetSocketAddress("127.0.0.1", Proxy.freePort());
        var at = siege.grounds().listener(Kind.UDP, false);
        var listener = siege.listen(Kind.UDP.listenerSpec(at),
                Siege.to(Kind.TCP.cluster(there)).replace("num_retries: 2", "num_retries: 1000"), 1);
        return siege.waves("B-14", attackers -> deleteAndCome(attackers, listener, at, there));
    }

    /** All sessions but one are deleted; when the upstream comes, that one goes on and no other. */
    private static void deleteAndCome(int attackers, String listener, SocketAddress at, SocketAddress there)
            throws Exception {
        var peers = new ArrayList<Peer>();
        try {
            for (int i = 0; i <= attackers; i++) {
                peers.add(Kind.UDP.connect(at));
                peers.getLast().send(Message.binary("hello".getBytes(StandardCharsets.US_ASCII)));
            }
            await().atMost(LIMIT).until(() -> siege.proxy().sessionsOf(listener) == attackers + 1);
            var sessions = siege.proxy().sessions(listener);
            Siege.each("deletions", attackers, i -> assertThat(siege.call("DELETE",
                    "sessions/" + encoded(sessions.get(i)), "")).startsWith("HTTP/1.1 200 "));
            var connections = new AtomicInteger();
            try (var trap = Trap.at(there, peer -> {
                connections.incrementAndGet();
                assertThat(peer.hear(5)).isEqualTo("hello");
                peer.hear();
            })) {
                assertThat(trap.address()).isEqualTo(there);
                await().atMost(LIMIT).until(() -> connections.get() > 0);
                await().atMost(LIMIT).until(() -> siege.proxy().sessionsOf(listener) == 1);
                assertThat(connections).hasValue(1);
                siege.call("DELETE", "sessions/" + encoded(sessions.getLast()), "");
            }
        } finally {
            peers.forEach(Peer::close);
        }
    }

    private static String encoded(Node session) {
        return URLEncoder.encode(session.at("name").text(), StandardCharsets.UTF_8);
    }

    @TestFactory
    Stream<DynamicTest> upstreamsThatResetWhenAllIsOver() throws IOException {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        var met = new ConcurrentHashMap<String, CompletableFuture<Rude>>();
        var serial = new AtomicInteger(1000);
        for (var kind : List.of(Kind.TCP, Kind.UNIX)) {
            var trap = siege.with(Trap.at(siege.grounds().upstream(kind, false),
                    peer -> met.computeIfAbsent(peer.hear(4), _ -> new CompletableFuture<>())
                            .complete(peer)));
            for (var client : List.of(Kind.TCP, Kind.UNIX)) {
                var at = siege.listen(client, Siege.to(kind.cluster(trap.address())));
                for (var how : List.of("finished", "over", "left")) {
                    ways.put(client + " " + how + " " + kind, _ -> {
                        var name = Integer.toString(serial.getAndIncrement());
                        try (var peer = Rude.to(at)) {
                            peer.say(name + "more that nobody reads").finish();
                            leave(how, peer, met.computeIfAbsent(name, _ -> new CompletableFuture<>()).get());
                            met.remove(name);
                        }
                    });
                }
            }
        }
        return siege.attacks("B-60", ways);
    }

    private static void leave(String how, Rude peer, Rude upstream) throws IOException {
        if (how.equals("over")) {
            upstream.finish();
            peer.hear();
        } else if (how.equals("left")) {
            peer.close();
        }
        upstream.reset();
    }

    @TestFactory
    Stream<DynamicTest> streamsThatEndInsideTheProxy() {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        var log = siege.grounds().file("log");
        for (var kind : List.of(Kind.TCP, Kind.UNIX, Kind.HTTP, Kind.WEBSOCKET)) {
            for (var cluster : List.of("Echo", "Discard", "Logger, log_file: " + log, "JSONEncap",
                    "JSONDecap",
                    "Metric, per_session: false", "Sync, query: /no/where", "Sync, query: /IP/dst_addr")) {
                var at = siege.listen(kind, Siege.to("spec: {protocol: " + cluster + "}"));
                ways.put(kind + " into " + cluster, _ -> {
                    try (var client = Talk.begin(kind, at)) {
                        client.say(Talk.message(kind, "hello"));
                        Talk.end(kind, client);
                        client.hear();
                    }
                });
            }
        }
        return siege.attacks("B-61", ways);
    }

    /** What breaks RFC 6455 after the handshake; the last number of each name is what a client hears before it is left. */
    private static Map<String, String> brokenFrames() {
        var frames = new LinkedHashMap<String, String>();
        frames.put("not masked 1002", "\u0081\u0005hello");
        frames.put("reserved bits 1002", "\u00f1\u0080\0\0\0\0");
        frames.put("an unknown kind 1002", "\u0083\u0080\0\0\0\0");
        frames.put("a long ping 1002", "\u0089\u00fe\0\u007e\0\0\0\0" + "x".repeat(126));
        frames.put("a ping in pieces 1002", "\u0009\u0080\0\0\0\0");
        frames.put("nothing to continue 1002", "\u0080\u0080\0\0\0\0");
        frames.put("one inside another 1002", "\u0001\u0080\0\0\0\0\u0081\u0080\0\0\0\0");
        frames.put("half a code 1002", "\u0088\u0081\0\0\0\0\u0003");
        frames.put("a code that is none 1002", "\u0088\u0082\0\0\0\0\u0003\u00ed");
        frames.put("no UTF-8 1007", "\u0081\u0081\0\0\0\0\u00ff");
        frames.put("endless 1009", "\u0082\u00ff\u007f" + "\u00ff".repeat(7) + "\0\0\0\0");
        return frames;
    }

    @TestFactory
    Stream<DynamicTest> webSocketClientsThatBreakTheProtocol() {
        var at = siege.listen(Kind.WEBSOCKET, Siege.to(ECHO));
        var ways = new LinkedHashMap<String, Siege.Attack>();
        brokenFrames().forEach((name, frame) -> ways.put(name, _ -> {
            try (var client = Talk.begin(Kind.WEBSOCKET, at)) {
                var answer = client.say(frame).hear();
                int code = Integer.parseInt(name.substring(name.length() - 4));
                assertThat(answer).as(name).startsWith("\u0088")
                        .contains((char) (code >> 8) + "" + (char) (code & 0xff));
            }
        }));
        ways.put("left with half a frame",
                _ -> Talk.begin(Kind.WEBSOCKET, at).say("\u0081\u0085\0\0").reset());
        return siege.attacks("B-62", ways);
    }

    @TestFactory
    Stream<DynamicTest> webSocketServersThatBreakTheProtocol() throws IOException {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        var bad = new LinkedHashMap<>(brokenFrames());
        bad.put("masked by a server", "\u0081\u0085\0\0\0\0hello");
        for (var each : bad.entrySet()) {
            var trap = siege.with(Trap.at(siege.grounds().upstream(Kind.TCP, false), peer -> {
                peer.hearHead().say(Talk.SWITCH + each.getValue());
                peer.hear();
                peer.close();
            }));
            var at = siege.listen(Kind.TCP, Siege.to(Kind.WEBSOCKET.cluster(trap.address())));
            ways.put(each.getKey(), _ -> {
                try (var client = Rude.to(at)) {
                    client.say("hello").hear();
                }
            });
        }
        return siege.attacks("B-62 upstream", ways);
    }
}
