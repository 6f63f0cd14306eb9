package io.l7mp.core.metric;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for each listener, or for each cluster. Any thread.
 *
 * <p>A change of the configuration does not tell this room; it is found out at a scrape. An owner that is not in the configuration
 * then, and was not at any scrape of the last minutes, is forgotten with its sums, unless something of it still lives.
 */
final class Owners {
    static final int MOST = 10_000;

    private final Map<Owner, Count> counts = new ConcurrentHashMap<>();

    /** What came to one owner in all, and how many of it live. */
    static final class Count implements Living {
        private final LongAdder all = new LongAdder();
        private final LongAdder alive = new LongAdder();

        /** Milliseconds of the clock, or -1. Guarded by the table. */
        private long awaySince = -1;

        @Override
        public void ended() {
            alive.decrement();
        }

        long all() {
            return all.sum();
        }

        long alive() {
            return alive.sum();
        }

        private boolean isOver(boolean stands, long now, long kept) {
            if (stands || alive() > 0) {
                awaySince = -1;
            } else if (awaySince < 0) {
                awaySince = now;
            }
            return awaySince >= 0 && now - awaySince >= kept;
        }
    }

    /** Counts one. {@return whether there was room for it} */
    boolean count(Owner owner) {
        var count = of(owner);
        if (count != null) {
            count.all.increment();
        }
        return count != null;
    }

    /** Something of the owner lives, and keeps the owner here. {@return that, or nothing where there was no room for it} */
    Optional<Living> live(Owner owner) {
        if (counts.size() >= MOST && !counts.containsKey(owner)) {
            return Optional.empty();
        }
        return Optional.of(counts.compute(owner, (_, known) -> {
            var count = known == null ? new Count() : known;
            count.alive.increment();
            return count;
        }));
    }

    private @Nullable Count of(Owner owner) {
        var count = counts.get(owner);
        return count != null || counts.size() >= MOST
                ? count
                : counts.computeIfAbsent(owner, _ -> new Count());
    }

    /** Forgets who was not among the configured names for so many milliseconds. */
    synchronized void expire(Set<String> configured, long now, long kept) {
        // One by one, as what begins to live meanwhile is put into the same place.
        counts.keySet().forEach(owner -> counts.computeIfPresent(owner,
                (_, count) -> count.isOver(configured.contains(owner.name()), now, kept) ? null : count));
    }

    /** {@return one number for each owner, ordered; names that look alike when they are cut are one} */
    List<Sample> samples(String nameLabel, ToLongFunction<Count> number) {
        var sums = counts.entrySet().stream().collect(Collectors.groupingBy(
                entry -> entry.getKey().labels(nameLabel),
                Collectors.summingLong(entry -> number.applyAsLong(entry.getValue()))));
        return Sample.of(sums);
    }
}
