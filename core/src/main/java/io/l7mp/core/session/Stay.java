package io.l7mp.core.session;

import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.cluster.Lease;
import io.l7mp.core.snapshot.Current;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Timer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stage's stay at a cluster, from the attempt until the stream is gone: it holds the connector open and an endpoint leased, and
 * tells the cluster how the endpoint did.
 *
 * <p>Where payloads can be lost, to be connected means nothing: there the first payload does, or that the stream lives as long as
 * an attempt may take. On the session's loop.
 */
final class Stay {
    private final Cluster cluster;
    private final Loop loop;
    private final Duration limit;
    private @Nullable Lease lease;
    private @Nullable Timer trial;
    private long connectedNanos;
    private long heardBefore;

    private Stay(Cluster cluster, Loop loop, Duration limit) {
        this.cluster = cluster;
        this.loop = loop;
        this.limit = limit;
    }

    /**
     * Enters the cluster of that name in the newest snapshot. A cluster is closed only after a newer one holds: who finds it closed
     * looks again.
     *
     * @param limit how long an attempt may take
     */
    static Optional<Stay> at(String name, Current current, Loop loop, Duration limit) {
        var found = current.get().cluster(name);
        while (found.isPresent() && !found.get().enter()) {
            found = current.get().cluster(name);
        }
        return found.map(cluster -> new Stay(cluster, loop, limit));
    }

    Cluster cluster() {
        return cluster;
    }

    /** {@return the endpoint for this stay; empty if there is none} */
    Optional<Endpoint> choose(Metadata metadata) {
        lease = cluster.choose(metadata, loop).orElse(null);
        return Optional.ofNullable(lease).map(Lease::endpoint);
    }

    Attempt connect(Endpoint endpoint, SessionFacts facts, Completion<Connected> done) {
        return cluster.connect(endpoint, facts, loop, limit, done);
    }

    /**
     * There is a stream.
     *
     * @param reliable whether this is proof that somebody is there
     * @param heard how many payloads came from this stage so far, of its streams before
     */
    void connected(boolean reliable, long heard) {
        connectedNanos = loop.nanos();
        heardBefore = heard;
        if (lease != null && reliable) {
            lease.works();
        } else if (lease != null && lease.isDoubted()) {
            trial = loop.after(limit, lease::works);
        }
    }

    /** The attempt failed. */
    void refused(Cause cause) {
        if (lease != null) {
            lease.fails(cause);
        }
        leave();
    }

    /**
     * The stream went down while the session goes on.
     *
     * @param heard how many payloads came from this stage so far
     */
    void wentDown(Cause cause, long heard) {
        boolean worked = heard > heardBefore || loop.nanos() - connectedNanos >= limit.toNanos();
        if (lease != null && worked) {
            lease.works();
            leave();
        } else {
            refused(cause);
        }
    }

    /** Nobody needs the cluster here any more. */
    void leave() {
        if (trial != null) {
            trial.cancel();
        }
        if (lease != null) {
            lease.end();
        }
        cluster.leave();
    }
}
