package io.l7mp.core.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What balancers remember of an endpoint. It goes from one version of its cluster to the next as long as the endpoint is the same
 * object of the configuration, whatever its weight; one that was deleted and added again begins anew. Any thread; touched when
 * sessions are set up or end, never by payload.
 */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final long LOG_PAUSE = Duration.ofSeconds(1).toNanos();

    private final String cluster;
    private final String endpoint;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong credit = new AtomicLong();
    private final AtomicReference<Health> health = new AtomicReference<>(Health.GOOD);
    /** When it was last said that it rests. Two threads that see the same may both say it, which does no harm. */
    private volatile long saidNanos = -LOG_PAUSE;

    /** Makes one of an endpoint of which nothing is known; the names are for the log. */
    Standing(String cluster, String endpoint) {
        this.cluster = cluster;
        this.endpoint = endpoint;
    }

    /** {@return how many sessions use it, or try to} */
    int sessions() {
        return sessions.get();
    }

    void entered() {
        sessions.incrementAndGet();
    }

    void left() {
        sessions.decrementAndGet();
    }

    /** {@return how far it is behind its share of turns, after this is added} */
    long credit(long more) {
        return credit.addAndGet(more);
    }

    Health health() {
        return health.get();
    }

    /** A session goes there. {@return the mark of the one session that tries it after its rest; null for every other} */
    @Nullable
    Health begin(long now) {
        var was = health.get();
        if (!was.isResting() || was.isAvoided(now)) {
            return null;
        }
        var trial = was.tried(now);
        return health.compareAndSet(was, trial) ? trial : null;
    }

    /** It took a session. */
    void works() {
        if (health.get().refusals() == 0) {
            return;
        }
        var was = health.getAndSet(Health.GOOD);
        if (was.logged()) {
            LOG.atInfo().addKeyValue("cluster", cluster).addKeyValue("endpoint", endpoint)
                    .log("endpoint is back");
        }
    }

    /**
     * It took no session. While it rests only the one that tries it counts: who set out before has no news.
     *
     * @param trial the mark of this session
     * @param chance from 0 to 1
     */
    @SuppressWarnings("ReferenceEquality") // the mark is the very state that the trial made, not one like it
    void refused(@Nullable Health trial, long now, double chance) {
        var was = health.get();
        while (!was.isResting() || was == trial) {
            var next = was.refused(now, chance);
            boolean tells = next.isResting() && now - saidNanos >= LOG_PAUSE;
            if (health.compareAndSet(was, tells ? next.said() : next)) {
                if (tells) {
                    say(next, now);
                }
                return;
            }
            was = health.get();
        }
    }

    private void say(Health rest, long now) {
        saidNanos = now;
        LOG.atInfo().addKeyValue("cluster", cluster).addKeyValue("endpoint", endpoint)
                .addKeyValue("millis", Duration.ofNanos(rest.untilNanos() - now).toMillis())
                .log("endpoint rests");
    }

    /** Whoever tried it has left without an answer. */
    void undecided(Health trial, long now) {
        health.compareAndSet(trial, trial.released(now));
    }
}
