package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * A peer that does not read slows down the one that sends, and nobody else: nothing piles up in between. The program has one loop
 * here, so that all sessions are neighbours.
 */
class SlowReaderIT {
    private static final boolean FULL = Boolean.getBoolean("l7mp.full");
    private static final Duration PAUSE = FULL ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
    private static final long BYTES = FULL ? 1L << 30 : 64L << 20;
    private static final long MOST = 32L << 20;

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

    private static Stream<Pair> pairs() {
        return Stream.of(Kind.TCP, Kind.WEBSOCKET, Kind.UNIX, Kind.HTTP)
                .flatMap(client -> Stream.of(Kind.TCP, Kind.WEBSOCKET, Kind.UNIX)
                        .map(upstream -> new Pair(client, upstream)));
    }

    @TestFactory
    Stream<DynamicTest> anUpstreamThatDoesNotRead(TestReporter figures) {
        return pairs().map(pair -> test(pair,
                link -> stall(figures, link, pair.bulk(pair.client(), pair.upstream(), BYTES),
                        link.client(), link.upstream())));
    }

    @TestFactory
    Stream<DynamicTest> aClientThatDoesNotRead(TestReporter figures) {
        return pairs().map(pair -> test(pair,
                link -> stall(figures, link, pair.bulk(pair.upstream(), pair.client(), BYTES),
                        link.upstream(), link.client())));
    }

    @TestFactory
    Stream<DynamicTest> aClientThatDoesNotReadItsOwnEcho(TestReporter figures) {
        return Stream.of(Kind.TCP, Kind.WEBSOCKET, Kind.UNIX, Kind.HTTP)
                .map(kind -> new Pair(kind, Kind.ECHO))
                .map(pair -> test(pair, link -> stall(figures, link,
                        pair.bulk(pair.client(), pair.client(), BYTES), link.client(), link.client())));
    }

    /** What happens between a client and an upstream. */
    private interface Course {
        void run(Link link) throws Exception;
    }

    private static DynamicTest test(Pair pair, Course course) {
        return DynamicTest.dynamicTest(pair.toString(), () -> {
            try (var link = Link.open(proxy, pair)) {
                course.run(link);
                var counters = link.session().at("counters");
                assertThat(counters.at("ingress/drops").members()).as("ingress of %s", pair).isEmpty();
                assertThat(counters.at("egress/drops").members()).as("egress of %s", pair).isEmpty();
            }
        });
    }

    private static void stall(TestReporter figures, Link link, Flow flow, Peer near, Peer far)
            throws InterruptedException {
        long heapBefore = memory.heap();
        long directBefore = memory.direct();
        var sending = link.crew().begin(flow, () -> flow.send(near));
        await().during(PAUSE).atMost(PAUSE.multipliedBy(3)).until(() -> !sending.isDone());
        neighbour.goesOn();
        long heap = memory.heap() - heapBefore;
        long direct = memory.direct() - directBefore;
        var held = "%,d B more in the heap and %,d B outside: %s".formatted(heap, direct, flow);
        figures.publishEntry(held);
        assertThat(sending.isDone()).as("all was taken with nobody reading it: %s", flow).isFalse();
        assertThat(heap + direct).as(held).isLessThan(MOST);
        link.crew().begin(flow, () -> flow.receive(far));
        link.join();
    }
}
