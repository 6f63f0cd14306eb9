package io.l7mp.linux;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One batch of datagrams on its way out of one socket. Holds small ones itself and refers to others, in memory that is lent or owned
 * until the call. Whoever sends from another socket empties it first. On the loop only.
 */
final class SendSlab {
    static final int COUNT = 64;
    static final int SLOT = 2_048;
    static final int SIZE = COUNT * (SLOT + MessageHeaders.SIZE_EACH);

    final MessageHeaders headers;
    private final @Nullable DatagramFlow[] flows = new DatagramFlow[COUNT];
    final @Nullable ByteBuf[] owned = new ByteBuf[COUNT];
    private final ByteBuf memory;
    private final long slots;
    int count;
    @Nullable
    DatagramOutput output;

    SendSlab(ByteBuf memory, long at) {
        this.memory = memory;
        slots = at;
        headers = new MessageHeaders(at + (long) COUNT * SLOT, COUNT);
    }

    // hot path
    boolean isFull() {
        return count == COUNT;
    }

    // hot path
    /** Takes a datagram that stays where it is until it was sent. */
    void add(DatagramFlow flow, long address, int length, @Nullable ByteBuf owner) {
        int i = count++;
        headers.payload(i, address, length);
        flow.address(headers, i);
        flows[i] = flow;
        owned[i] = owner;
    }

    // hot path
    /** Takes a copy of a datagram of at most {@link #SLOT}. */
    void copy(DatagramFlow flow, long address, int length) {
        long slot = slots + (long) count * SLOT;
        Memory.copy(address, slot, length);
        add(flow, slot, length, null);
    }

    /** Takes a copy of a datagram of at most {@link #SLOT} that says no address. */
    void copy(DatagramFlow flow, ByteBuf payload) {
        long slot = slots + (long) count * SLOT;
        int length = payload.readableBytes();
        payload.getBytes(payload.readerIndex(), memory, (int) (slot - memory.memoryAddress()), length);
        add(flow, slot, length, null);
    }

    /** {@return whose datagram it is} */
    DatagramFlow flow(int i) {
        return Objects.requireNonNull(flows[i], "flow");
    }

    // hot path
    void clear() {
        for (int i = 0; i < count; i++) {
            owned[i] = null;
            flows[i] = null;
        }
        count = 0;
    }
}
