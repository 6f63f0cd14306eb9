package io.l7mp.control;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests are served at once, and how much of their bodies is held, over all loops. Any thread. */
final class Desk {
    private final int mostSeats;
    private final long mostBytes;
    private final AtomicInteger seats = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Desk(int mostSeats, long mostBytes) {
        this.mostSeats = mostSeats;
        this.mostBytes = mostBytes;
    }

    /** What one request takes up. On its loop. */
    interface Seat {
        /** Takes up nothing, and has no bound. */
        Seat FREE = new Seat() {
            @Override
            public boolean hold(int more) {
                return true;
            }

            @Override
            public void leave() {
                // It was not counted.
            }
        };

        /** {@return whether there is room for so many bytes more} */
        boolean hold(int more);

        /** Gives all of it back; idempotent. */
        void leave();
    }

    /** {@return a place for one more request, if there is one} */
    Optional<Seat> take() {
        if (seats.incrementAndGet() <= mostSeats) {
            return Optional.of(new Counted());
        }
        seats.decrementAndGet();
        return Optional.empty();
    }

    /** {@return how many are here} */
    int taken() {
        return seats.get();
    }

    private final class Counted implements Seat {
        private long held;
        private boolean left;

        @Override
        public boolean hold(int more) {
            if (left || bytes.addAndGet(more) > mostBytes) {
                bytes.addAndGet(left ? 0 : -more);
                return false;
            }
            held += more;
            return true;
        }

        @Override
        public void leave() {
            if (!left) {
                left = true;
                bytes.addAndGet(-held);
                seats.decrementAndGet();
            }
        }
    }
}
