package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bugs of the table of {@link Regressions} that no other test looks for, against the running program. */
class RegressionIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int BURST = 256;
    private static final String ECHO = "spec: {protocol: Echo}";

    private static Proxy proxy;
    private static final Grounds GROUNDS = new Grounds();
    private static final AtomicInteger LISTENERS = new AtomicInteger();

    @BeforeAll
    static void start() {
        proxy = Proxy.start();
    }

    @AfterAll
    static void stop() {
        try (var _ = proxy; var _ = GROUNDS) {
            assertThat(proxy.get("admin").at("counters/bugs").number()).isZero();
        }
        assertThat(proxy.log()).doesNotContain("ERROR");
    }

    @TestFactory
    Stream<DynamicTest> everyBugHasATest() {
        return Regressions.all().stream().map(each -> DynamicTest.dynamicTest(each.bug(), each::check));
    }

    /** A listener of the name {@code listener} and a number. */
    private record Place(String name, SocketAddress at) {}

    private static Place listen(Kind kind, String route) {
        var at = GROUNDS.listener(kind, false);
        var name = "listener" + LISTENERS.getAndIncrement();
        proxy.add("listeners",
                "listener: {name: %s, spec: %s, options: {track: 60}, rules: [{action: {route: {%s}}}]}"
                        .formatted(name, kind.listenerSpec(at), route));
        return new Place(name, at);
    }

    private static SocketAddress upstream() {
        return GROUNDS.upstream(Kind.TCP, false);
    }

    private static Message message(String text) {
        return Message.binary(text.getBytes(UTF_8));
    }

    private static String heard(Peer peer) throws IOException {
        var message = peer.receive();
        return message == null ? "" : new String(message.bytes(), UTF_8);
    }

    /** Its end is no end for the client; and what is counted per session is never less than nothing. */
    @Test
    void anUpstreamThatFinishesIsConnectedAgain() throws Exception {
        try (var trap = Trap.at(upstream(), peer -> {
            peer.say(peer.hear(5)).finish().hear();
            peer.close();
        })) {
            var place = listen(Kind.UDP, "destination: {" + Kind.TCP.cluster(trap.address())
                    + "}, retry: {retry_on: disconnect, num_retries: 10}");
            try (var client = Kind.UDP.connect(place.at())) {
                for (int i = 1; i <= 3; i++) {
                    client.send(message("text" + i));
                    assertThat(heard(client)).isEqualTo("text" + i);
                    int more = i + 1;
                    await().atMost(LIMIT).until(() -> connects(place) == more);
                }
                assertThat(proxy.sessions(place.name())).hasSize(1);
            }
        }
        var page = listen(Kind.HTTP, "destination: {spec: {protocol: Prometheus}}");
        try (var scraper = Rude.to(page.at())) {
            var text = scraper.say("GET /metrics HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").hear();
            assertThat(text).contains("sessions").doesNotContainPattern("\\} -\\d");
        }
    }

    /** {@return how often all of the listener's only session was connected} */
    private static long connects(Place place) {
        return proxy.sessions(place.name()).getFirst().at("events").items().stream()
                .filter(event -> event.at("event").text().equals("CONNECT")).count();
    }

    @Test
    void theLastStageOfTheWayBackIsConnectedAgain() throws Exception {
        var stages = new LinkedBlockingQueue<Rude>();
        try (var trap = Trap.at(upstream(), peer -> {
            stages.add(peer);
            for (var text = peer.hear(5); text.length() == 5; text = peer.hear(5)) {
                peer.say(text);
            }
        })) {
            var place = listen(Kind.UDP,
                    "destination: {" + ECHO + "}, egress: [{" + Kind.TCP.cluster(trap.address())
                            + "}], retry: {retry_on: always, num_retries: 10, timeout: 1000}");
            try (var client = Kind.UDP.connect(place.at())) {
                for (int i = 1; i <= 3; i++) {
                    client.send(message("text" + i));
                    assertThat(heard(client)).isEqualTo("text" + i);
                    stages.take().reset();
                    int more = i + 1;
                    await().atMost(LIMIT).until(() -> connects(place) == more);
                }
            }
        }
    }

    @Test
    void aBurstBeforeTheUpstreamIsThereKeepsItsOrder() throws Exception {
        var there = new InetSocketAddress("127.0.0.1", Proxy.freePort());
        var place = listen(Kind.UDP, "destination: {" + Kind.TCP.cluster(there)
                + "}, retry: {retry_on: always, num_retries: 1000, timeout: 100}");
        var expected = new StringBuilder();
        try (var client = Kind.UDP.connect(place.at())) {
            for (int i = 0; i < BURST; i++) {
                client.send(message("%05d".formatted(i)));
                expected.append("%05d".formatted(i));
            }
            var all = new CompletableFuture<String>();
            try (var trap = Trap.at(there, peer -> {
                all.complete(peer.hear(expected.length()));
                peer.close();
            })) {
                assertThat(all).as("at %s", trap.address()).succeedsWithin(LIMIT)
                        .isEqualTo(expected.toString());
            }
        }
    }

    @Test
    void aClusterIsDeletedThoughASessionHasNoDestination() throws Exception {
        var place = listen(Kind.TCP, "destination: nowhere");
        proxy.add("clusters",
                "cluster: {name: going, spec: {protocol: TCP, port: 9}, endpoints: [{spec: {address: 127.0.0.1}}]}");
        try (var client = Rude.to(place.at())) {
            client.say("hello");
            await().atMost(LIMIT).until(() -> !proxy.sessions(place.name()).isEmpty());

            proxy.delete("clusters/going?recursive=true");
        }
    }

    @Test
    void anEndpointIsShown() {
        proxy.add("clusters",
                "cluster: {name: shown, spec: {protocol: TCP, port: 9}, endpoints: [{name: one, spec: {address: 127.0.0.9}}]}");

        assertThat(proxy.get("endpoints/one").at("spec/address").text()).isEqualTo("127.0.0.9");
        assertThat(proxy.send("GET", "/api/v1/endpoints/none", "").statusCode()).isEqualTo(400);
    }

    @Test
    void chainsAreShownInStrictModeToo() throws Exception {
        int api = Proxy.freePort();
        int port = Proxy.freePort();
        var file = Proxy.temporary("strict", ".yaml",
                """
                        admin: {log_level: warn, strict: true}
                        listeners:
                          - name: api
                            spec: {protocol: HTTP, address: 127.0.0.1, port: %d}
                            rules: [{action: {route: {destination: {name: api, spec: {protocol: L7mpController}}}}}]
                          - name: chained
                            spec: {protocol: TCP, address: 127.0.0.1, port: %d}
                            rules: [{action: {route: {destination: {spec: {protocol: Echo}}, ingress: [{spec: {protocol: Metric}}]}}}]
                        """
                        .formatted(api, port));
        try (var strict = Proxy.run(api, List.of("-c", file.toString()));
                var client = Rude.to(new InetSocketAddress("127.0.0.1", port))) {
            assertThat(client.say("hello").hear(5)).isEqualTo("hello");

            assertThat(strict.sessions("chained").getFirst().at("ingress").items()).hasSize(1);
            assertThat(strict.get("config").isEmpty()).isFalse();
        }
    }

    /** What nobody had a handler for is there now. */
    @Test
    void refusalsHaveCodesOfTheirOwn() throws IOException {
        try (var caller = Rude.to(new InetSocketAddress("127.0.0.1", proxy.port()))) {
            assertThat(caller
                    .say("POST /api/v1/clusters HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
                            + "Connection: close\r\nContent-Length: 2\r\n\r\n{}")
                    .hear()).startsWith("HTTP/1.1 415 ");
        }
        assertThat(proxy.send("POST", "/api/v1/admin", "admin: {log_level: warn}").statusCode())
                .isEqualTo(200);
    }

    /** The standard output of the program is a file here. */
    @Test
    void standardOutputMayBeAFile() throws Exception {
        var place = listen(Kind.TCP, "destination: {spec: {protocol: Stdio}}");
        try (var client = Rude.to(place.at())) {
            client.say("printed");

            await().atMost(LIMIT).until(() -> proxy.log().contains("printed"));
        }
    }

    @Test
    void anUpstreamThatIsNotThereIsABadGateway() throws Exception {
        var place = listen(Kind.HTTP, "destination: {" + Kind.TCP.cluster(
                new InetSocketAddress("127.0.0.1", Proxy.freePort())) + "}, retry: {retry_on: never}");
        try (var client = Rude.to(place.at())) {
            assertThat(client.say(Talk.message(Kind.HTTP, "hello")).hear()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void aDeletedEndpointBehindAHandshakeIsGone() throws Exception {
        try (var one = server("one", "127.0.0.1", 0);
                var two = server("two", "127.0.0.2", ((InetSocketAddress) one.address()).getPort())) {
            proxy.add("clusters",
                    """
                            cluster:
                              name: pair
                              spec: {protocol: JSONSocket, transport: {protocol: TCP, port: %d}}
                              endpoints: [{name: first, spec: {address: 127.0.0.1}}, {name: second, spec: {address: 127.0.0.2}}]
                            """
                            .formatted(((InetSocketAddress) two.address()).getPort()));
            var place = listen(Kind.TCP, "destination: pair");
            assertThat(answer(place)).isEqualTo("one");

            proxy.delete("endpoints/first");

            assertThat(answer(place)).isEqualTo("two");
        }
    }

    private static String answer(Place place) throws IOException {
        try (var client = Rude.to(place.at())) {
            return client.say("hello").hear(3);
        }
    }

    private static Trap server(String name, String address, int port) throws IOException {
        return Trap.at(new InetSocketAddress(address, port), peer -> {
            peer.hear("{\"JSONSocketVersion\":1}".length());
            peer.say("{\"JSONSocketVersion\":1,\"JSONSocketStatus\":200}" + name).hear();
            peer.close();
        });
    }

    @Test
    void itRunsInAnyFolder() {
        int api = Proxy.freePort();
        var file = Proxy.temporary("anywhere", ".yaml", """
                admin: {log_level: warn, strict: true}
                listeners:
                  - name: api
                    spec: {protocol: HTTP, address: 127.0.0.1, port: %d}
                    rules: [{action: {route: {destination: {name: api, spec: {protocol: L7mpController}}}}}]
                """.formatted(api));
        try (var elsewhere = Proxy.launch(List.of("env", "-C", "/"), List.of(), List.of(), api,
                List.of("-c", file.toString(), "-s"))) {
            assertThat(elsewhere.get("admin").at("strict").text()).isEqualTo("true");
        }
    }

    @Test
    void oneOfManyWhoAddANameGetsIt() throws Exception {
        var made = new AtomicInteger();
        Siege.each("adds", Siege.AT_ONCE, _ -> {
            if (proxy.send("POST", "/api/v1/clusters", "cluster: {name: same, " + ECHO + "}")
                    .statusCode() == 200) {
                made.incrementAndGet();
            }
        });
        assertThat(made).hasValue(1);
    }
}
