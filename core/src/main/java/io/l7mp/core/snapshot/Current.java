package io.l7mp.core.snapshot;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Loop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which snapshot holds now. Only the office sets it; a session reads it once for each step, and again only for a retry. Any thread.
 */
public final class Current {
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile Snapshot snapshot;

    public Current(Snapshot first) {
        snapshot = first;
    }

    /** {@return the newest snapshot} */
    public Snapshot get() {
        return snapshot;
    }

    /** Makes a snapshot the newest, and wakes who waits for one. */
    public void set(Snapshot next) {
        snapshot = next;
        watches.forEach(watch -> watch.loop.execute(() -> {
            if (watches.contains(watch)) {
                watch.task.run();
            }
        }));
    }

    /** Runs a task on its loop after each change, until it is cancelled there. */
    public Attempt watch(Loop loop, Runnable task) {
        var watch = new Watch(loop, task);
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    /** One who waits; each is only equal to itself. */
    private static final class Watch {
        private final Loop loop;
        private final Runnable task;

        Watch(Loop loop, Runnable task) {
            this.loop = loop;
            this.task = task;
        }
    }
}
