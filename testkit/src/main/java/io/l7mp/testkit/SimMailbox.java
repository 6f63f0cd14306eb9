package io.l7mp.testkit;

import io.l7mp.spi.Mailbox;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** A bounded queue to a simulated loop, with one wake-up for all that came since the last one. */
final class SimMailbox<T> implements Mailbox<T> {
    private final SimLoop loop;
    private final int bound;
    private final Consumer<T> to;
    private final Queue<T> items = new ArrayDeque<>();
    private boolean awake;
    private boolean closed;

    SimMailbox(SimLoop loop, int bound, Consumer<T> to) {
        this.loop = loop;
        this.bound = bound;
        this.to = to;
    }

    @Override
    public boolean offer(T item) {
        if (closed || items.size() >= bound) {
            return false;
        }
        items.add(item);
        wake();
        return true;
    }

    private void wake() {
        if (!awake && !items.isEmpty()) {
            awake = true;
            loop.execute(this::drain);
        }
    }

    private void drain() {
        awake = false;
        try {
            for (int batch = items.size(); batch > 0 && !items.isEmpty(); batch--) {
                to.accept(items.remove());
            }
        } finally {
            wake();
        }
    }

    @Override
    public void close(Consumer<T> undelivered) {
        closed = true;
        while (!items.isEmpty()) {
            undelivered.accept(items.remove());
        }
    }
}
