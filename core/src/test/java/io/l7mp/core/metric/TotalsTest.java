package io.l7mp.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.testkit.ScrapedPage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** What is counted for whom, what the page shows of it, and for how long. */
class TotalsTest {
    private static final Duration ALMOST = Totals.KEPT.minusMillis(1);

    private final SetClock clock = new SetClock();
    private final Totals totals = new Totals();

    private ScrapedPage scrape(String... configured) {
        return new ScrapedPage(
                Exposition.write(totals.families(Set.of(configured), Set.of(configured), clock)));
    }

    private static String requests(String listener) {
        return "listener_requests_total{listenerName=\"" + listener + "\",protocol=\"UDP\"}";
    }

    private static String alive(String listener) {
        return "l7mp_sessions{listenerName=\"" + listener + "\",protocol=\"UDP\"}";
    }

    @Test
    void metricsOfTheReferenceComeFirstAndFromTheStart() {
        var text = Exposition.write(totals.families(Set.of(), Set.of(), clock));

        assertThat(text).startsWith("""
                # HELP listener_requests_total Total number of requests
                # TYPE listener_requests_total counter

                # HELP cluster_requests_total Total number of requests
                # TYPE cluster_requests_total counter

                # HELP session_byte_counter_total Total number of bytes that flows trough the cluster
                # TYPE session_byte_counter_total counter

                # HELP session_packet_counter_total Total number of packets that flows trough the cluster
                # TYPE session_packet_counter_total counter

                """);
        assertThat(new ScrapedPage(text).names()).contains("l7mp_refused_total", "l7mp_dropped_total",
                "l7mp_sessions", "l7mp_sessions_total", "l7mp_session_outcomes_total", "l7mp_bugs_total");
    }

    @Test
    void requestsAreCountedByNameAndProtocol() {
        totals.listenerRequest("a b", "c");
        totals.listenerRequest("a", "b c");
        totals.listenerRequest("a", "b c");
        totals.listenerTransportRequest("a", "UDP");
        totals.clusterRequest("a", "TCP");
        totals.clusterTransportRequest("a", "UDP");

        var page = scrape();

        assertThat(page.values())
                .containsEntry("listener_requests_total{listenerName=\"a b\",protocol=\"c\"}", 1.0)
                .containsEntry("listener_requests_total{listenerName=\"a\",protocol=\"b c\"}", 2.0)
                .containsEntry(requests("a-transport-listener"), 1.0)
                .containsEntry("cluster_requests_total{clusterName=\"a\",protocol=\"TCP\"}", 1.0)
                .containsEntry("cluster_requests_total{clusterName=\"a-transport-cluster\",protocol=\"UDP\"}",
                        1.0);
    }

    @Test
    void sumsAreOnThePageByTheirWord() {
        totals.refused("caller");
        totals.dropped("queue_full", 7);
        totals.outcome("NR");
        totals.bug();

        var page = scrape();

        assertThat(page.values()).containsEntry("l7mp_refused_total{reason=\"caller\"}", 1.0)
                .containsEntry("l7mp_dropped_total{reason=\"queue_full\"}", 7.0)
                .containsEntry("l7mp_session_outcomes_total{code=\"NR\"}", 1.0)
                .containsEntry("l7mp_bugs_total", 1.0);
    }

    @Test
    void whatIsNotConfiguredLeavesAfterFiveMinutes() {
        totals.listenerRequest("gone", "UDP");
        totals.listenerTransportRequest("gone", "UDP");
        scrape();

        clock.pass(ALMOST);
        var before = scrape();
        clock.pass(Duration.ofMillis(1));
        var after = scrape();

        assertThat(before.values()).containsKeys(requests("gone"), requests("gone-transport-listener"));
        assertThat(after.values()).doesNotContainKeys(requests("gone"), requests("gone-transport-listener"));
    }

    @Test
    void whatIsConfiguredStays() {
        totals.listenerRequest("here", "UDP");
        totals.listenerTransportRequest("here", "UDP");
        scrape("here");

        clock.pass(Duration.ofDays(1));
        scrape("here");
        clock.pass(Duration.ofDays(1));
        var page = scrape("here");

        assertThat(page.values()).containsKeys(requests("here"), requests("here-transport-listener"));
    }

    @Test
    void whoComesBackInTimeBeginsItsFiveMinutesAnew() {
        totals.listenerRequest("again", "UDP");
        scrape();
        clock.pass(ALMOST);
        scrape("again");

        clock.pass(ALMOST);
        scrape();
        clock.pass(ALMOST);
        var page = scrape();

        assertThat(page.value(requests("again"))).hasValue(1);
    }

    @Test
    void aListenerThatIsGoneIsShownAsLongAsItsSessionsLive() {
        totals.listenerRequest("gone", "UDP");
        var session = totals.sessionBegan("gone", "UDP");
        scrape();
        clock.pass(Duration.ofHours(1));

        var living = scrape();
        session.ended();
        var ended = scrape();
        clock.pass(Totals.KEPT);
        var after = scrape();

        assertThat(living.value(alive("gone"))).hasValue(1);
        assertThat(ended.value(alive("gone"))).hasValue(0);
        assertThat(after.value(alive("gone"))).isEmpty();
    }

    @Test
    void moreOwnersThanThereIsRoomForAreRefusedAndCounted() {
        for (int i = 0; i < Owners.MOST + 3; i++) {
            totals.clusterRequest("c" + i, "UDP");
        }

        var page = scrape();

        assertThat(page.values().keySet()).filteredOn(series -> series.startsWith("cluster_requests_total"))
                .hasSize(Owners.MOST);
        assertThat(page.value("l7mp_refused_total{reason=\"metric_series\"}")).hasValue(3);
    }

    @Test
    void aSessionThatFoundNoRoomIsNotMissedWhenThereIsSome() {
        for (int i = 0; i < Owners.MOST; i++) {
            totals.listenerRequest("c" + i, "UDP");
        }
        var session = totals.sessionBegan("late", "UDP");
        scrape();
        clock.pass(Totals.KEPT);
        scrape();
        totals.listenerRequest("late", "UDP");

        session.ended();

        assertThat(scrape().value(alive("late"))).hasValue(0);
    }

    @Test
    void sessionsThatBeginWhileTheirListenerIsForgottenAreCounted() throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            totals.listenerRequest("busy", "UDP");
            scrape();
            clock.pass(Totals.KEPT);
            var together = new CyclicBarrier(2);
            var forgetting = Thread.ofPlatform().start(() -> {
                meet(together);
                scrape();
            });
            meet(together);
            var session = totals.sessionBegan("busy", "UDP");
            forgetting.join();

            assertThat(scrape().value(alive("busy"))).as("round %s", i).hasValue(1);
            session.ended();
            assertThat(scrape().value(alive("busy"))).as("round %s", i).hasValue(0);
        }
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void wordsPastTheBoundAreCountedAsOther() {
        for (int i = 0; i < 2_000; i++) {
            totals.refused("word" + i);
        }

        assertThat(totals.refused()).hasSize(1_001).containsEntry("other", 1_000L);
    }

    @Test
    void namesThatAreTooLongToBeShownShareOneSeries() {
        var longName = "n".repeat(Labels.LONGEST_VALUE);
        totals.listenerRequest(longName + "1", "UDP");
        totals.listenerRequest(longName + "2", "UDP");

        var page = scrape();

        assertThat(page.value(requests(longName))).hasValue(2);
    }

    @Test
    void valuesOfPeersCannotBreakThePage() {
        for (var value : new String[]{"\"", "\\", "\n", "}", "a\",x=\"b", "\ud800", "\udc00", "\u2028é😀",
                "\u0000",
                "\r", "\u0085", ""}) {
            var labels = new LinkedHashMap<String, String>();
            labels.put("sessionName", value);
            labels.put("clusterName", "m");
            totals.meter(labels, clock).count(1, 1);
        }

        var page = scrape();

        assertThat(page.values().keySet())
                .filteredOn(series -> series.startsWith("session_byte_counter_total"))
                .hasSize(8); // halves of a pair and control characters are all a question mark
    }
}
