package io.l7mp.core.metric;

import io.l7mp.spi.Meter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted once for a session or a refusal, over all loops. Payload is counted in its lane, and added here when a session
 * ends. Any thread.
 */
public final class Totals {
    /** How long numbers of what is gone stay on the page: a few scrapes. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private final Tally refused = new Tally();
    private final Tally dropped = new Tally();
    private final Tally outcomes = new Tally();
    private final LongAdder sessions = new LongAdder();
    private final LongAdder bugs = new LongAdder();
    private final Owners listeners = new Owners();
    private final Owners clusters = new Owners();
    private final Meters meters = new Meters(KEPT.toMillis(), this::noRoom);

    /** A peer or request was turned away. */
    public void refused(String reason) {
        refused.add(reason, 1);
    }

    private void noRoom() {
        refused("metric_series");
    }

    /** Payloads were thrown away. */
    public void dropped(String reason, long messages) {
        dropped.add(reason, messages);
    }

    /**
     * A session of that listener began.
     *
     * @return to be told when its last stream is gone
     */
    public Living sessionBegan(String listener, String protocol) {
        sessions.increment();
        return listeners.live(new Owner(listener, "", protocol)).orElseGet(() -> {
            noRoom();
            return Living.UNCOUNTED;
        });
    }

    /** A session is over, with this code. */
    public void outcome(String code) {
        outcomes.add(code, 1);
    }

    /** A listener was offered a peer. */
    public void listenerRequest(String listener, String protocol) {
        count(listeners, new Owner(listener, "", protocol));
    }

    /** The transport below a listener's protocol was offered a peer. */
    public void listenerTransportRequest(String listener, String protocol) {
        count(listeners, new Owner(listener, "-transport-listener", protocol));
    }

    /** A stage was connected for the first time. */
    public void clusterRequest(String cluster, String protocol) {
        count(clusters, new Owner(cluster, "", protocol));
    }

    /** The transport below a cluster's protocol was connected for the first time. */
    public void clusterTransportRequest(String cluster, String protocol) {
        count(clusters, new Owner(cluster, "-transport-cluster", protocol));
    }

    private void count(Owners owners, Owner owner) {
        if (!owners.count(owner)) {
            noRoom();
        }
    }

    /** Something of ours threw. */
    public void bug() {
        bugs.increment();
    }

    /** {@return counters under these labels, to be closed; equal labels are one pair of sums} */
    public Meter meter(SequencedMap<String, String> labels, InstantSource clock) {
        return meters.open(new Labels(labels), clock);
    }

    /** {@return peers and requests turned away, by reason} */
    public Map<String, Long> refused() {
        return refused.sums();
    }

    /** {@return payloads thrown away in sessions that ended, and outside sessions, by reason} */
    public Map<String, Long> dropped() {
        return dropped.sums();
    }

    /** {@return sessions that are over, by the code of their outcome} */
    public Map<String, Long> outcomes() {
        return outcomes.sums();
    }

    /** {@return sessions begun} */
    public long sessions() {
        return sessions.sum();
    }

    /** {@return exceptions that ended a session} */
    public long bugs() {
        return bugs.sum();
    }

    /**
     * Shows everything, and forgets what is gone for long enough.
     *
     * @param configuredListeners names of those that there are now
     * @param configuredClusters names of those that there are now
     * @param clock the same one that meters were opened with
     * @return the metrics in the order of the page: first those that the reference has, then ours
     */
    public List<Family> families(Set<String> configuredListeners, Set<String> configuredClusters,
            InstantSource clock) {
        long now = clock.millis();
        listeners.expire(configuredListeners, now, KEPT.toMillis());
        clusters.expire(configuredClusters, now, KEPT.toMillis());
        meters.expire(now);
        var all = new ArrayList<>(known());
        all.addAll(own());
        return all;
    }

    private List<Family> known() {
        return List.of(
                Family.counter("listener_requests_total", "Total number of requests",
                        listeners.samples("listenerName", Owners.Count::all)),
                Family.counter("cluster_requests_total", "Total number of requests",
                        clusters.samples("clusterName", Owners.Count::all)),
                Family.counter("session_byte_counter_total",
                        "Total number of bytes that flows trough the cluster", meters.samples(Series::bytes)),
                Family.counter("session_packet_counter_total",
                        "Total number of packets that flows trough the cluster",
                        meters.samples(Series::messages)));
    }

    private List<Family> own() {
        return List.of(
                Family.gauge("l7mp_sessions", "Sessions that live now",
                        listeners.samples("listenerName", Owners.Count::alive)),
                Family.counter("l7mp_sessions_total", "Sessions begun", List.of(Sample.of(sessions()))),
                Family.counter("l7mp_session_outcomes_total", "Sessions ended, by outcome",
                        Family.by("code", outcomes())),
                Family.counter("l7mp_refused_total", "Peers, requests and series turned away",
                        Family.by("reason", refused())),
                Family.counter("l7mp_dropped_total", "Payloads thrown away, counted when their session ends",
                        Family.by("reason", dropped())),
                Family.counter("l7mp_bugs_total", "Exceptions that ended a session or a request",
                        List.of(Sample.of(bugs()))));
    }
}
