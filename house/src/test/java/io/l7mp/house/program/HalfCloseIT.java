package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whoever has said all can still be told everything. */
class HalfCloseIT {
    private static final long MIB = 1 << 20;
    private static final int CLIENTS = 20;
    private static final int PATIENCE = 60;
    private static final Duration LONGER_THAN_THE_FINISH_TIMEOUT = Duration.ofMillis(300);

    private static Proxy proxy;

    @BeforeAll
    static void start() {
        proxy = Proxy.start("-Dio.netty.leakDetection.samplingInterval=8");
    }

    @AfterAll
    static void stop() {
        proxy.close();
        assertThat(proxy.log()).doesNotContain("ERROR", "LEAK");
    }

    /** One direction, from the first byte to its end. */
    private interface Course {
        void run(Link link) throws Exception;
    }

    private static Stream<DynamicTest> pairs(Course course) {
        return Stream.of(Kind.TCP, Kind.UNIX, Kind.HTTP).flatMap(client -> Stream.of(Kind.TCP, Kind.UNIX)
                .map(upstream -> DynamicTest.dynamicTest(client + " to " + upstream, () -> {
                    try (var link = Link.open(proxy, new Pair(client, upstream))) {
                        course.run(link);
                        link.expectGone();
                    }
                })));
    }

    /** All of it goes one way, then its end; the other way is open. */
    private static void sayAll(Link link, Peer from, Peer to) throws Exception {
        var flow = new Flow("while the other side " + (from == link.client() ? "waits" : "is silent"),
                Script.bulk(MIB), Flow.Arrival.BYTES);
        link.crew().begin(flow, () -> flow.send(from));
        link.crew().begin(flow, () -> flow.receive(to));
        link.join();
        from.finish();
        link.expectEnd(to);
    }

    /** Much of it is still in the kernel when the end comes, and the echo is paused because its reader is slow. */
    @Test
    void muchWithItsEndRightBehindLosesNothing() throws Exception {
        int port = Proxy.freePort();
        proxy.add("listeners", """
                listener:
                  name: echo
                  spec: {protocol: TCP, address: 127.0.0.1, port: %d}
                  rules: [{action: {route: {destination: {spec: {protocol: Echo}}}}}]
                """.formatted(port));
        var much = new byte[3_000_000];
        new Random(1).nextBytes(much);
        var text = new String(much, StandardCharsets.ISO_8859_1);
        var heard = new ArrayList<Crew.Job<String>>();
        try (var crew = new Crew()) {
            for (int i = 0; i < CLIENTS; i++) {
                var client = Rude.to(new InetSocketAddress("127.0.0.1", port));
                crew.begin("says", () -> client.say(text).finish());
                heard.add(crew.start("hears", client::hear));
            }
            for (var job : heard) {
                var echo = crew.result(job, PATIENCE);
                assertThat(echo.length()).isEqualTo(text.length());
                assertThat(echo.equals(text)).as("the same bytes").isTrue();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aClientThatHasFinishedGetsAllOfItsAnswer() {
        return pairs(link -> {
            sayAll(link, link.client(), link.upstream());
            await().during(LONGER_THAN_THE_FINISH_TIMEOUT)
                    .until(() -> link.session().at("status").text().equals("CONNECTED"));
            sayAll(link, link.upstream(), link.client());
        });
    }

    /** Of HTTP too: its answer has ended, and the rest of the request is still wanted. */
    @TestFactory
    Stream<DynamicTest> anUpstreamThatHasFinishedGetsAllThatTheClientStillSends() {
        return pairs(link -> {
            sayAll(link, link.upstream(), link.client());
            sayAll(link, link.client(), link.upstream());
        });
    }

    @TestFactory
    Stream<DynamicTest> anEndWithoutAnyPayloadIsAnEnd() {
        return pairs(link -> {
            for (var pair : List.of(List.of(link.client(), link.upstream()),
                    List.of(link.upstream(), link.client()))) {
                pair.getFirst().finish();
                link.expectEnd(pair.getLast());
            }
        });
    }
}
