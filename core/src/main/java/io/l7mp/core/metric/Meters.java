package io.l7mp.core.metric;

import io.l7mp.spi.Meter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Counters under labels that a session brings, of which there may be as many as there are sessions. Each stays for a while after
 * its last holder, so that a scrape finds what it came to; then it goes, at a scrape or when room is needed. Any thread.
 */
final class Meters {
    static final int MOST = 10_000;

    /** Between two searches for room, since all of the table is looked at. */
    private static final long PAUSE = 1_000;

    private static final Meter NOTHING = new Meter() {
        @Override
        public void count(long bytes, long messages) {
            // There was no room for it.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    };

    private final Map<Labels, Series> series = new ConcurrentHashMap<>();
    private final AtomicLong searchAgain = new AtomicLong(Long.MIN_VALUE);
    private final long kept;
    private final Runnable refused;

    /**
     * Makes an empty table.
     *
     * @param kept milliseconds that a series stays
     * @param refused hears of each meter for which there is no room
     */
    Meters(long kept, Runnable refused) {
        this.kept = kept;
        this.refused = refused;
    }

    /** {@return counters under these labels, to be closed; past the bound one that counts nothing} */
    Meter open(Labels labels, InstantSource clock) {
        if (!series.containsKey(labels) && !hasRoom(clock.millis())) {
            refused.run();
            return NOTHING;
        }
        var one = series.compute(labels, (_, known) -> (known == null ? new Series() : known).held());
        return new Hold(labels, one, clock);
    }

    private boolean hasRoom(long now) {
        if (series.size() < MOST) {
            return true;
        }
        long allowed = searchAgain.get();
        if (now >= allowed && searchAgain.compareAndSet(allowed, now + PAUSE)) {
            expire(now);
        }
        return series.size() < MOST;
    }

    /** Forgets what nobody has held for long enough. */
    void expire(long now) {
        series.keySet().forEach(
                labels -> series.computeIfPresent(labels, (_, one) -> one.isOver(now, kept) ? null : one));
    }

    /** {@return one number for each series, ordered by labels} */
    List<Sample> samples(ToLongFunction<Series> number) {
        return Sample.of(
                series.entrySet().stream().collect(
                        Collectors.toMap(Map.Entry::getKey, entry -> number.applyAsLong(entry.getValue()))));
    }

    /** One holder's way to a series. */
    private final class Hold implements Meter {
        private final Labels labels;
        private final Series one;
        private final InstantSource clock;
        private final AtomicBoolean closed = new AtomicBoolean();

        Hold(Labels labels, Series one, InstantSource clock) {
            this.labels = labels;
            this.one = one;
            this.clock = clock;
        }

        @Override
        public void count(long bytes, long messages) {
            one.count(bytes, messages);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                long now = clock.millis();
                series.computeIfPresent(labels, (_, held) -> held.letGo(now));
            }
        }
    }
}
