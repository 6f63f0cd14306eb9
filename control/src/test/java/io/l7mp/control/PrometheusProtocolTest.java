package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.testkit.ScrapedPage;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The metrics page as a destination, on a simulated world. */
class PrometheusProtocolTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int PORT = 8080;
    private static final String SIM = "{listenerName=\"metrics\",protocol=\"Sim\"}";

    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    PrometheusProtocolTest() {
        api.load("""
                listeners:
                  - name: metrics
                    spec: { protocol: Sim, port: 8080 }
                    rules:
                      - match: { op: starts, path: /HTTP/url/path, value: /metrics }
                        action: { route: { destination: { name: page, spec: { protocol: Prometheus } } } }
                """);
    }

    private SimPeer dial() {
        return api.world.net().dial(SimSpec.bytes(PORT), PORT, SimApi.request("GET", "/metrics", ""));
    }

    private SimApi.Reply scrape() {
        var peer = dial();
        peer.finish();
        api.world.runUntil(() -> peer.closed().isPresent(), MINUTE);
        return SimApi.reply(peer);
    }

    private double value(String series) {
        return new ScrapedPage(scrape().text()).value(series).orElse(-1);
    }

    @Test
    void thePageIsOneAStrictScraperTakes() {
        var reply = scrape();

        var page = new ScrapedPage(reply.text());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(page.names()).startsWith("listener_requests_total", "cluster_requests_total",
                "session_byte_counter_total", "session_packet_counter_total");
        assertThat(page.names()).contains("l7mp_build_info", "process_open_fds");
        assertThat(page.values()).containsEntry("l7mp_build_info{version=\"1.2.3\"}", 1.0);
    }

    @Test
    void sessionsAreCountedWhereTheyComeInAndWhereTheyGo() {
        scrape();

        var page = new ScrapedPage(scrape().text());

        assertThat(page.value("listener_requests_total" + SIM)).hasValue(2);
        assertThat(page.value("cluster_requests_total{clusterName=\"page\",protocol=\"Prometheus\"}"))
                .hasValue(2);
        assertThat(page.value("l7mp_sessions_total")).hasValue(2);
        assertThat(page.value("l7mp_sessions" + SIM)).as("the scrape itself").hasValue(1);
        assertThat(page.value("l7mp_session_outcomes_total{code=\"--\"}")).hasValue(1);
    }

    @Test
    void aPeerWithoutRouteIsCountedAtTheListenerAlone() {
        var peer = api.world.net().dial(SimSpec.bytes(PORT), PORT, SimApi.request("GET", "/other", ""));
        api.world.runUntil(() -> peer.closed().isPresent(), MINUTE);

        var page = new ScrapedPage(scrape().text());

        assertThat(page.value("listener_requests_total" + SIM)).hasValue(2);
        assertThat(page.value("cluster_requests_total{clusterName=\"page\",protocol=\"Prometheus\"}"))
                .hasValue(1);
        assertThat(page.value("l7mp_session_outcomes_total{code=\"NR\"}")).hasValue(1);
    }

    @Test
    void seriesOfADeletedListenerLeaveThePage() {
        api.load("""
                listeners:
                  - name: other
                    spec: { protocol: Sim, port: 8081 }
                    rules: [ { action: { route: { destination: page } } } ]
                """);
        var peer = api.world.net().dial(SimSpec.bytes(8081), 8081, SimApi.request("GET", "/", ""));
        peer.finish();
        api.world.runUntil(() -> peer.closed().isPresent(), MINUTE);
        var other = "listener_requests_total{listenerName=\"other\",protocol=\"Sim\"}";
        assertThat(api.delete("/api/v1/listeners/other").status()).isEqualTo(200);

        var before = value(other);
        api.world.run(Duration.ofMinutes(6));
        var after = value(other);

        assertThat(before).isEqualTo(1);
        assertThat(after).as("not there").isEqualTo(-1);
    }

    @Test
    void aBodyIsReadButNotMinded() {
        var peer = dial();
        peer.send("x".repeat(1_000));
        api.world.run(Duration.ofSeconds(1));
        var early = peer.text();
        peer.finish();
        api.world.runUntil(() -> peer.closed().isPresent(), MINUTE);

        assertThat(early).isEmpty();
        assertThat(SimApi.reply(peer).status()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        var peer = dial();
        for (int i = 0; i < 64; i++) {
            peer.send("x".repeat(1 << 10));
        }
        peer.send("x"); // one byte too many, and nothing after it: unread bytes would break the connection under the answer
        api.world.runUntil(() -> peer.closed().isPresent(), MINUTE);

        assertThat(SimApi.reply(peer).status()).isEqualTo(413);
    }

    @Test
    void aClientThatDoesNotReadIsCutOff() {
        var peer = dial();
        peer.stopReading();
        peer.finish();

        boolean over = api.world.runUntil(() -> api.office.hall().sessions().alive() == 0, MINUTE);

        assertThat(over).isTrue();
        assertThat(api.world.bytesInUse()).isZero();
    }

    @Test
    void scrapesBeyondTheBoundAreToldToComeLater() {
        var waiting = new ArrayList<SimPeer>();
        for (int i = 0; i < 64; i++) {
            waiting.add(dial());
        }
        api.world.run(Duration.ofSeconds(1));

        var refused = scrape().status();
        waiting.forEach(SimPeer::finish);
        api.world.runUntil(() -> waiting.stream().allMatch(peer -> peer.closed().isPresent()), MINUTE);

        assertThat(refused).isEqualTo(503);
        assertThat(waiting).allMatch(peer -> SimApi.reply(peer).status() == 200);
        assertThat(value("l7mp_refused_total{reason=\"metrics_busy\"}")).isEqualTo(1);
    }

    @Test
    void dumpsShowNoEndpointAndTheTrivialBalancer() {
        var plain = (Json.Obj) api.get("/api/v1/clusters/page").json();
        var recursive = (Json.Obj) api.get("/api/v1/clusters/page?recursive=true").json();

        assertThat(plain).isEqualTo(Json.obj("name", "page", "spec", Json.obj("protocol", "Prometheus"),
                "endpoints", 0, "loadbalancer", Json.obj("policy", "Trivial")));
        assertThat(recursive.get("endpoints")).contains(Json.of(List.<Json>of()));
    }
}
