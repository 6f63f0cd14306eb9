package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.l7mp.spi.Drop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The way out of one socket. Datagrams of all flows are collected in the loop's send slab and leave in one call; what the socket does
 * not take waits here, in order, until the kernel says that there is room. On the loop only.
 */
final class DatagramOutput {
    /** All flows of a socket together; far more than one may have, since they share the blame. */
    private static final int MOST_WAITING_BYTES = 16 << 20;
    private static final int MOST_TRIES = 16;

    private final SendSlab slab;
    private final Owner owner;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int waitingBytes;

    /** The socket. */
    interface Owner {
        /**
         * Sends messages, as sendmmsg(2).
         *
         * @param headers of the first
         * @param count how many there are
         * @return how many the socket took, or the negative error number
         */
        int send(long headers, int count);

        /**
         * A send failed.
         *
         * @param errno how
         * @return whether the fault was somebody else's, so that the same datagram is worth another try
         */
        boolean isOthersFault(int errno);

        /** Asks to be polled for room, or not. */
        void waitsForRoom(boolean waits);
    }

    /** A datagram that the socket did not take; the buffer has an address. */
    private record Waiting(DatagramFlow flow, ByteBuf payload, int length) {}

    DatagramOutput(SendSlab slab, Owner owner) {
        this.slab = slab;
        this.owner = owner;
    }

    /** {@return whether everything has left} */
    boolean isEmpty() {
        return waiting.isEmpty() && (slab.output != this || slab.count == 0);
    }

    private void take() {
        var other = slab.output;
        if (other != this) {
            if (other != null) {
                other.flush();
            }
            slab.output = this;
        }
    }

    // hot path
    /** Takes one datagram, whose buffer belongs to the output from here. */
    void add(DatagramFlow flow, ByteBuf payload) {
        if (!waiting.isEmpty()) {
            await(flow, payload);
            return;
        }
        take();
        int length = payload.readableBytes();
        if (payload.hasMemoryAddress()) {
            slab.add(flow, payload.memoryAddress() + payload.readerIndex(), length, payload);
        } else if (length <= SendSlab.SLOT) {
            slab.copy(flow, payload);
            payload.release();
        } else {
            var direct = direct(payload);
            slab.add(flow, direct.memoryAddress(), length, direct);
        }
        flushIfFull();
    }

    // hot path
    /** Takes copies of some datagrams, to leave with those of other flows. */
    void addCopies(DatagramFlow flow, Batch batch) {
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            long address = batch.address(i);
            int length = batch.length(i);
            if (waiting.isEmpty() && length <= SendSlab.SLOT) {
                take();
                slab.copy(flow, address, length);
                flushIfFull();
            } else {
                add(flow, Memory.copy(address, length, ByteBufAllocator.DEFAULT));
            }
        }
    }

    // hot path
    /** Sends some datagrams now, from where they are. */
    void sendNow(DatagramFlow flow, Batch batch) {
        take();
        flush();
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            if (waiting.isEmpty()) {
                slab.add(flow, batch.address(i), batch.length(i), null);
                flushIfFull();
            } else {
                await(flow, Memory.copy(batch, i, ByteBufAllocator.DEFAULT));
            }
        }
        flush();
    }

    private void flushIfFull() {
        if (slab.isFull()) {
            flush();
        }
    }

    // hot path
    /** Sends what was collected. */
    void flush() {
        if (slab.output != this || slab.count == 0) {
            return;
        }
        int sent = transmit();
        for (int i = 0; i < sent; i++) {
            var own = slab.owned[i];
            if (own != null) {
                own.release();
            }
        }
        int count = slab.count;
        for (int i = sent; i < count; i++) {
            var own = slab.owned[i];
            await(slab.flow(i), own != null
                    ? own
                    : Memory.copy(slab.headers.payload(i), slab.headers.payloadLength(i),
                            ByteBufAllocator.DEFAULT));
        }
        slab.clear();
    }

    // hot path
    /** {@return how many of the slab's datagrams are done with, sent or given up; the socket takes no more after those} */
    private int transmit() {
        int done = 0;
        int tries = 0;
        while (done < slab.count) {
            int sent = owner.send(slab.headers.header(done), slab.count - done);
            if (sent > 0) {
                done += sent;
                tries = 0;
            } else if (sent == 0 || sent == -Errno.EAGAIN) {
                return done;
            } else if (sent != -Errno.EINTR && (tries++ == MOST_TRIES || !owner.isOthersFault(-sent))) {
                slab.flow(done).dropped(sent == -Errno.EMSGSIZE ? Drop.TOO_LARGE : Drop.SEND_FAILED);
                done++;
                tries = 0;
            }
        }
        return done;
    }

    private void await(DatagramFlow flow, ByteBuf payload) {
        int length = payload.readableBytes();
        if (waitingBytes + length > MOST_WAITING_BYTES || !flow.mayWait(length)) {
            payload.release();
            flow.dropped(Drop.WRITE_FULL);
            return;
        }
        if (waiting.isEmpty()) {
            owner.waitsForRoom(true);
        }
        waitingBytes += length;
        waiting.add(new Waiting(flow, payload.hasMemoryAddress() ? payload : direct(payload), length));
    }

    private static ByteBuf direct(ByteBuf payload) {
        var direct = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, payload.readableBytes()))
                .writeBytes(payload);
        payload.release();
        return direct;
    }

    /** The kernel says that there is room. */
    void room() {
        take();
        flush();
        while (!waiting.isEmpty()) {
            for (var next : waiting) {
                if (slab.isFull()) {
                    break;
                }
                slab.add(next.flow, next.payload.memoryAddress() + next.payload.readerIndex(), next.length,
                        null);
            }
            int count = slab.count;
            int sent = transmit();
            slab.clear();
            for (int i = 0; i < sent; i++) {
                leave(waiting.remove());
            }
            if (sent < count) {
                return;
            }
        }
        owner.waitsForRoom(false);
    }

    private void leave(Waiting gone) {
        waitingBytes -= gone.length;
        gone.payload.release();
        gone.flow.waitedFor(gone.length);
    }

    /** Throws away what waits; the socket is closed. */
    void discard() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.flow.dropped(Drop.LOST);
            leave(next);
        }
        if (slab.output == this) {
            for (int i = 0; i < slab.count; i++) {
                var own = slab.owned[i];
                if (own != null) {
                    own.release();
                }
                slab.flow(i).dropped(Drop.LOST);
            }
            slab.clear();
            slab.output = null;
        }
    }
}
