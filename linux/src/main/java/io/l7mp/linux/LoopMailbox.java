package io.l7mp.linux;

import io.l7mp.spi.Mailbox;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ring that many threads fill and one loop empties. A sender takes a place by moving {@code tail}, then puts its item there; the
 * sender that finds the loop not yet called wakes it, once for all that is put until it comes. The lowest bit of {@code tail} closes
 * the ring, so that no item can slip in after the last look.
 */
final class LoopMailbox<T> implements Mailbox<T> {
    private static final int MOST = 1 << 24;
    private static final long CLOSED = 1;
    private static final long STEP = 2;

    private final EpollLoop loop;
    private final int bound;
    private final Consumer<T> to;
    private final AtomicReferenceArray<@Nullable T> ring;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicBoolean called = new AtomicBoolean();
    private final Runnable deliver;

    /** Moved by the loop only. */
    private volatile long head;

    LoopMailbox(EpollLoop loop, int bound, Consumer<T> to) {
        if (bound < 1 || bound > MOST) {
            throw new IllegalArgumentException("bound: " + bound + " (expected: 1.." + MOST + ")");
        }
        this.loop = loop;
        this.bound = bound;
        this.to = to;
        int size = bound == 1 ? 1 : Integer.highestOneBit(bound - 1) << 1;
        ring = new AtomicReferenceArray<>(size);
        mask = size - 1;
        deliver = loop.guarded(this::deliver);
    }

    // hot path
    @Override
    public boolean offer(T item) {
        long place = claim();
        if (place < 0) {
            return false;
        }
        ring.set((int) place & mask, item); // volatile: before the look at called, which deliver() changes before it looks here
        if (!called.get() && called.compareAndSet(false, true)) {
            loop.execute(deliver);
        }
        return true;
    }

    /** {@return the sender's place, or -1 if there is none} */
    private long claim() {
        for (long old = tail.get();; old = tail.get()) {
            if ((old & CLOSED) != 0 || (old >>> 1) - head >= bound) {
                return -1;
            }
            if (tail.compareAndSet(old, old + STEP)) {
                return old >>> 1;
            }
        }
    }

    private void deliver() {
        called.set(false);
        long end = tail.get() >>> 1; // what comes meanwhile waits for the next turn
        while (head < end) {
            var item = poll();
            if (item == null) {
                return; // a sender is between its two steps and calls again, or somebody closed
            }
            try {
                to.accept(item);
            } catch (Throwable thrown) { // the next item is somebody else's
                loop.report(thrown);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private @Nullable T poll() {
        int i = (int) head & mask;
        var item = ring.get(i);
        if (item != null) {
            ring.setPlain(i, null);
            head++;
        }
        return item;
    }

    @Override
    public void close(Consumer<T> undelivered) {
        long end = tail.getAndUpdate(place -> place | CLOSED) >>> 1;
        while (head < end) {
            var item = poll();
            if (item == null) {
                Thread.onSpinWait(); // a sender is between its two steps
            } else {
                undelivered.accept(item);
            }
        }
    }
}
