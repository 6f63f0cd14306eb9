package io.l7mp.core.stream;

import io.l7mp.spi.Drop;
import io.l7mp.spi.Stream;
import java.util.EnumMap;
import java.util.Map;

/** What streams that are gone had thrown away. On the session's loop. */
final class DropCounts {
    private final Map<Drop, Long> counts = new EnumMap<>(Drop.class);

    void add(Drop why, long count) {
        if (count > 0) {
            counts.merge(why, count, Long::sum);
        }
    }

    /** Adds all that a stream has thrown away so far. */
    void addAll(Stream stream) {
        for (var why : Drop.values()) {
            add(why, stream.dropped(why));
        }
    }

    long get(Drop why) {
        return counts.getOrDefault(why, 0L);
    }
}
