package io.l7mp.linux;

import org.jspecify.annotations.Nullable;

/**
 * Timers by the tick in which they are due: four wheels of 64 slots, each turning 64 times slower than the one before. Setting and
 * cancelling are a few pointer writes; nothing is allocated after a node is made. Pure: it knows no clock, its owner tells it the time
 * in ticks and asks for the next one worth waking up for. One thread.
 */
final class TimerWheel {
    /** What {@link #next()} says when nothing is pending. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 4;
    private static final long FARTHEST = (1L << (BITS * LEVELS)) - 1;

    private final @Nullable Node[] first = new Node[LEVELS * SLOTS];
    private final @Nullable Node[] last = new Node[LEVELS * SLOTS];
    /** One bit for each slot that holds a timer. */
    private final long[] occupied = new long[LEVELS];
    private long now;
    private int pending;

    /** A timer's place in the wheel. */
    abstract static class Node {
        private @Nullable Node previous;
        private @Nullable Node next;
        private long due;
        private int slot = -1;

        /** The time has come. The node is out of the wheel and may be set again from here. */
        abstract void fire();

        /** {@return whether it is in the wheel} */
        final boolean isPending() {
            return slot >= 0;
        }
    }

    /** {@return how many timers are set} */
    int pending() {
        return pending;
    }

    /**
     * Sets a timer, again if it was set.
     *
     * @param node the timer
     * @param tick in which it fires; one that has passed counts as the next
     */
    void set(Node node, long tick) {
        cancel(node);
        node.due = Math.max(tick, now + 1);
        insert(node);
        pending++;
    }

    /** Takes a timer out; harmless if it is not in. */
    void cancel(Node node) {
        if (node.isPending()) {
            remove(node);
            pending--;
        }
    }

    /**
     * Moves on to a tick and fires what is due, in the order of ticks and of being set; what fires may set and cancel any timer.
     *
     * @param tick the time
     */
    void advance(long tick) {
        while (now < tick) {
            long wake = next();
            if (wake > tick) {
                now = tick;
                return;
            }
            now = wake;
            cascade();
            fire((int) now & (SLOTS - 1));
        }
    }

    /** {@return the next tick in which there is something to do; it may turn out to be only a timer moving to a faster wheel} */
    long next() {
        if (pending == 0) {
            return NEVER;
        }
        long earliest = NEVER;
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                int shift = BITS * level;
                int here = (int) (now >>> shift) & (SLOTS - 1);
                // Slot "here" of a wheel is a whole turn away: what is due sooner lies in a faster wheel.
                int ahead = 1 + Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], here + 1));
                earliest = Math.min(earliest, ((now >>> shift) + ahead) << shift);
            }
        }
        return earliest;
    }

    private void cascade() {
        for (int level = 1; level < LEVELS && (now & ((1L << (BITS * level)) - 1)) == 0; level++) {
            int slot = (int) (now >>> (BITS * level)) & (SLOTS - 1);
            for (var node = takeAll(level * SLOTS + slot); node != null;) {
                var following = node.next;
                insert(node);
                node = following;
            }
        }
    }

    private void fire(int slot) {
        for (var node = first[slot]; node != null; node = first[slot]) {
            remove(node);
            pending--;
            node.fire();
        }
    }

    private void insert(Node node) {
        long delta = Math.min(node.due - now, FARTHEST); // what lies farther comes round and is put in again
        int level = delta < SLOTS ? 0 : (63 - Long.numberOfLeadingZeros(delta)) / BITS;
        int slot = level * SLOTS + ((int) ((now + delta) >>> (BITS * level)) & (SLOTS - 1));
        node.slot = slot;
        node.next = null;
        node.previous = last[slot];
        if (node.previous == null) {
            first[slot] = node;
        } else {
            node.previous.next = node;
        }
        last[slot] = node;
        occupied[level] |= 1L << slot;
    }

    private void remove(Node node) {
        if (node.previous == null) {
            first[node.slot] = node.next;
        } else {
            node.previous.next = node.next;
        }
        if (node.next == null) {
            last[node.slot] = node.previous;
        } else {
            node.next.previous = node.previous;
        }
        release(node.slot);
        node.slot = -1;
        node.previous = null;
        node.next = null;
    }

    private @Nullable Node takeAll(int slot) {
        var all = first[slot];
        first[slot] = null;
        last[slot] = null;
        release(slot);
        return all;
    }

    private void release(int slot) {
        if (first[slot] == null) {
            occupied[slot >> BITS] &= ~(1L << slot);
        }
    }
}
