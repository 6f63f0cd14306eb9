package io.l7mp.protocol.jsonsocket;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The peers of a listener that have not sent their header yet, in the order in which they came. When it is full the oldest makes
 * room: whoever fills it with silence keeps nobody out that speaks. Any thread.
 */
final class WaitingRoom {
    private final int seats;
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentSkipListMap<Long, Runnable> waiting = new ConcurrentSkipListMap<>();

    WaitingRoom(int seats) {
        this.seats = seats;
    }

    /**
     * A peer comes.
     *
     * @param leave sends it away; runs at most once, on whatever thread the peer comes that needs its place
     * @return its ticket
     */
    long enter(Runnable leave) {
        long ticket = tickets.getAndIncrement();
        waiting.put(ticket, leave);
        if (taken.incrementAndGet() > seats) {
            var oldest = waiting.pollFirstEntry();
            if (oldest != null) {
                taken.decrementAndGet();
                oldest.getValue().run();
            }
        }
        return ticket;
    }

    /** A peer waits no more; harmless if it was sent away. */
    void leave(long ticket) {
        if (waiting.remove(ticket) != null) {
            taken.decrementAndGet();
        }
    }
}
