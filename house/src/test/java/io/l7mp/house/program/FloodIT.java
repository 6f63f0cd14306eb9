package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** More datagrams than somebody takes: memory stays bounded, and the sums of what was received, sent and dropped are equal. */
class FloodIT {
    private static final int COUNT = Boolean.getBoolean("l7mp.full") ? 100_000 : 20_000;
    private static final long MOST = 32L << 20;
    private static final int PATIENCE = 60;

    private static Proxy proxy;
    private static Memory memory;
    private static Neighbour neighbour;

    @BeforeAll
    static void start() throws InterruptedException {
        proxy = Proxy.start("-Dl7mp.loops=1");
        memory = Memory.of(proxy.pid());
        neighbour = new Neighbour(proxy);
        neighbour.goesOn();
    }

    @AfterAll
    static void stop() {
        try (var _ = proxy; var _ = memory) {
            neighbour.close();
            assertThat(proxy.get("admin").at("counters/bugs").number()).as("bugs").isZero();
        }
        assertThat(proxy.log()).doesNotContain("ERROR", "LEAK");
    }

    @TestFactory
    Stream<DynamicTest> intoAnUpstreamThatDoesNotRead() {
        return Stream.concat(Stream.of(new Pair(Kind.WEBSOCKET, Kind.UDP)),
                Stream.of(Kind.UDP, Kind.TCP, Kind.WEBSOCKET, Kind.UNIX)
                        .map(upstream -> new Pair(Kind.UDP, upstream)))
                .map(pair -> test(pair, link -> {
                    var flood = new Flood(COUNT);
                    var sending = link.crew().begin(flood, () -> flood.send(link.client()));
                    flood(link, "ingress", flood, sending, link.client(), link.upstream());
                }));
    }

    @TestFactory
    Stream<DynamicTest> intoAClientThatDoesNotRead() {
        return Stream.concat(Stream.of(new Pair(Kind.UDP, Kind.WEBSOCKET)),
                Stream.of(Kind.UDP, Kind.TCP, Kind.WEBSOCKET, Kind.UNIX, Kind.HTTP)
                        .map(client -> new Pair(client, Kind.UDP)))
                .map(pair -> test(pair, link -> {
                    var flood = new Flood(COUNT);
                    link.client().send(Message.binary(new byte[1]));
                    link.crew().result(link.crew().start("first", () -> link.upstream().receive()), PATIENCE);
                    var sending = link.crew().begin(flood, () -> flood.send(link.upstream()));
                    flood(link, "egress", flood, sending, link.upstream(), link.client());
                }));
    }

    /** What happens between a client and an upstream. */
    private interface Course {
        void run(Link link) throws Exception;
    }

    private static DynamicTest test(Pair pair, Course course) {
        return DynamicTest.dynamicTest(pair.toString(), () -> {
            long before = memory.used();
            try (var link = Link.open(proxy, pair)) {
                course.run(link);
            }
            assertThat(memory.used() - before).as("bytes more after %s", pair).isLessThan(MOST);
        });
    }

    private static void flood(Link link, String direction, Flood flood, Crew.Job<?> sending, Peer near,
            Peer far)
            throws Exception {
        long before = memory.used();
        link.crew().result(sending, PATIENCE);
        neighbour.goesOn();
        assertThat(memory.used() - before).as("bytes more: %s", flood).isLessThan(MOST);

        link.crew().begin(flood, () -> flood.receive(far));

        await().untilAsserted(() -> {
            link.crew().check();
            var counters = link.counters(direction);
            long lostBefore = near instanceof DatagramPeer peer ? peer.lostThere() : 0;
            long lostBehind = far instanceof DatagramPeer peer ? peer.lostHere() : 0;
            long passed = counters.at("messages").number();
            long queueFull = counters.at("drops/queue_full").number();
            long notWritten = counters.at("drops").members().values().stream()
                    .mapToLong(each -> new Node(each).number()).sum() - queueFull;
            var sums = "%s; lost before %d, %s, lost behind %d".formatted(flood, lostBefore, counters,
                    lostBehind);
            assertThat(flood.count() - lostBefore).as("received by the program: " + sums)
                    .isEqualTo(passed + queueFull);
            assertThat(passed - notWritten).as("sent by the program: " + sums)
                    .isEqualTo(flood.received() + lostBehind);
        });
    }
}
