package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.testkit.SimPeer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests and answers as streams: bounds, back-pressure, callers, and peers that leave. */
class L7mpControllerProtocolTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    @Test
    void answersWithJsonOfAKnownLength() {
        var reply = api.get("/api/v1/clusters/controller");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text()).isEqualTo("""
                {
                  "name": "controller",
                  "spec": {
                    "protocol": "L7mpController"
                  },
                  "endpoints": 0,
                  "loadbalancer": {
                    "policy": "None"
                  }
                }""");
    }

    @Test
    void anErrorSaysItInHeadersAndBody() {
        var reply = api.get("/api/v1/nothing");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("status")).isEqualTo("404");
        assertThat(reply.header("message")).isEqualTo("Not Found");
        assertThat(reply.text()).isEqualTo("""
                {
                    "status": 404,
                    "message": "Not Found",
                    "content": "Unknown API operation"
                }""");
    }

    @Test
    void lengthsCountBytesAndNotCharacters() {
        var reply = api.get("/api/v1/clusters/%C3%A9%E2%82%AC");

        assertThat(reply.content()).isEqualTo("Not Found: Unknown cluster \"é€\"");
    }

    @Test
    void aBodyBeyondTheBoundIsAnsweredBeforeItEnds() {
        var peer = api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml"));
        var piece = new byte[64 << 10];

        for (int i = 0; i < 64; i++) {
            peer.send(piece);
        }
        peer.send("x");
        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(SimApi.reply(peer).status()).isEqualTo(413);
        assertThat(api.totals.refused()).containsEntry("body_too_large", 1L);
        assertThat(api.world.bytesInUse()).isZero();
    }

    @Test
    void aBodyOfTheLargestSizeIsRead() {
        var peer = api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml"));
        var comment = "#".repeat((64 << 10) - 1) + "\n";

        for (int i = 0; i < 63; i++) {
            peer.send(comment);
        }
        var last = "cluster: {name: big, spec: {protocol: Sim}}\n";
        peer.send(last + "#".repeat((64 << 10) - last.length()));
        peer.finish();
        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(SimApi.reply(peer).status()).isEqualTo(200);
        assertThat(api.office.tree().clusters()).containsKey("big");
    }

    @Test
    void aBodyThatIsAnnouncedTooLongIsNotRead() {
        var request = SimApi.request("POST", "/api/v1/clusters", "text/yaml")
                .with(Path.of("/HTTP/headers/content-length"), Json.of("4194305"));
        var peer = api.dial(request);

        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(SimApi.reply(peer).status()).isEqualTo(413);
    }

    @Test
    void aLongAnswerWaitsForASlowReader() {
        loadManyRoutes();
        var peer = api.dial(SimApi.request("GET", "/api/v1/routes", ""));
        peer.stopReading();
        peer.finish();
        api.world.settle();
        long held = api.world.bytesInUse();

        peer.readOn();
        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(held).isLessThan(1 << 20);
        assertThat(SimApi.reply(peer).text().length()).isGreaterThan(1_000_000);
        assertThat(api.world.bytesInUse()).isZero();
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLong() {
        var peer = api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml"));
        peer.send("cluster: ");

        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(SimApi.reply(peer).status()).isEqualTo(408);
        assertThat(api.totals.refused()).containsEntry("slow_body", 1L);
        assertThat(api.world.bytesInUse()).isZero();
    }

    private void loadManyRoutes() {
        api.load(IntStream.range(0, 3_000)
                .mapToObj(i -> "  - { name: r%d, destination: %s }".formatted(i, "x".repeat(300)))
                .collect(Collectors.joining("\n", "routes:\n", "\n")));
    }

    @Test
    void anAnswerThatIsNotTakenIsNotKeptForLong() {
        loadManyRoutes();
        var peer = api.dial(SimApi.request("GET", "/api/v1/routes", ""));
        peer.stopReading();
        peer.finish();
        api.world.run(Duration.ofSeconds(29));
        int before = api.office.hall().sessions().alive();

        api.world.run(Duration.ofSeconds(10));

        assertThat(before).isOne();
        assertThat(api.office.hall().sessions().alive()).isZero();
        assertThat(api.totals.refused()).containsEntry("slow_answer", 1L);
        assertThat(api.world.net().openInside()).isEmpty();
        assertThat(api.world.bytesInUse()).isZero();
    }

    @Test
    void soManyRequestsAreServedAtOnceAndNoMore() {
        var waiting = IntStream.range(0, 256)
                .mapToObj(i -> api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml")))
                .toList();
        api.world.run(Duration.ofSeconds(1));

        var busy = api.get("/api/v1/admin");
        waiting.getFirst().reset();
        api.world.run(Duration.ofSeconds(1));
        var served = api.get("/api/v1/admin");

        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("Retry-After")).isEqualTo("1");
        assertThat(api.totals.refused()).containsEntry("api_busy", 1L);
        assertThat(served.status()).isEqualTo(200);
    }

    @Test
    void theBodiesOfAllRequestsTogetherAreBounded() {
        var piece = new byte[64 << 10];
        var peers = IntStream.range(0, 9)
                .mapToObj(i -> api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml")))
                .toList();

        for (int i = 0; i < 63; i++) {
            peers.forEach(peer -> peer.send(piece));
            api.world.run(Duration.ofMillis(1));
        }

        assertThat(api.totals.refused()).containsEntry("api_busy", 1L);
        peers.forEach(SimPeer::reset);
        api.world.settle();
        assertThat(api.post("/api/v1/clusters", "cluster: {name: x, spec: {protocol: Sim}}").status())
                .isEqualTo(200);
        assertThat(api.world.bytesInUse()).isZero();
    }

    @Test
    void aSessionThatIsNoRequestTakesNoPlace() {
        for (int i = 0; i < 300; i++) {
            var peer = api.dial(Metadata.of(Json.obj("IP", Json.obj("src_addr", "127.0.0.1"))));
            api.world.runUntil(() -> peer.closed().isPresent(), LONG);
        }

        assertThat(api.get("/api/v1/admin").status()).isEqualTo(200);
    }

    @Test
    void aSessionThatIsNoRequestEndsWithTheReason() {
        var peer = api.dial(Metadata.of(Json.obj("IP", Json.obj("src_addr", "127.0.0.1"))));

        api.world.runUntil(() -> peer.closed().isPresent(), LONG);

        assertThat(peer.closed()).hasValueSatisfying(cause -> {
            assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(cause.content()).contains("Internal Server Error");
        });
    }

    @Test
    void aPeerThatLeavesInTheMiddleLeavesNothing() {
        var asking = api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml"));
        asking.send("cluster: {name: a, ");
        var waiting = api.dial(SimApi.request("GET", "/api/v1/sessions", ""));
        waiting.finish();
        var reading = api.dial(SimApi.request("GET", "/api/v1/config", ""));
        reading.stopReading();
        reading.finish();
        api.world.run(Duration.ofMillis(1));

        List.of(asking, waiting, reading).forEach(peer -> peer.reset());
        api.world.settle();

        assertThat(api.office.hall().sessions().size()).isZero();
        assertThat(api.world.net().openInside()).isEmpty();
        assertThat(api.world.bytesInUse()).isZero();
        assertThat(api.totals.bugs()).isZero();
    }

    @Test
    void aSessionThatIsEndedWhileItsRequestRunsLeavesNothing() {
        var peer = api.dial(SimApi.request("GET", "/api/v1/config", ""));
        api.world.run(Duration.ofMillis(1));

        api.office.hall().sessions().endAll("by the test", () -> {});
        peer.finish();
        api.world.settle();

        assertThat(peer.closed()).isPresent();
        assertThat(api.office.hall().sessions().size()).isZero();
        assertThat(api.world.bytesInUse()).isZero();
    }
}
