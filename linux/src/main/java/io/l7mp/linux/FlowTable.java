package io.l7mp.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The flows of one port socket by their peer, found without making an object. Open addressing with a secret in the hash, since anybody
 * can choose what is put in here. On the loop only.
 */
final class FlowTable {
    private static final int SMALLEST = 16;

    private final long secret = ThreadLocalRandom.current().nextLong() | 1;
    private @Nullable PortFlow[] slots = new PortFlow[SMALLEST];
    private int size;

    // hot path
    private int home(long high, long low, int port) {
        long mixed = (high ^ secret) * 0x9E3779B97F4A7C15L + low;
        mixed = (mixed ^ (mixed >>> 32) ^ secret) * 0xD6E8FEB86659FD93L + port;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }

    private int home(PortFlow flow) {
        return home(flow.peer.high(), flow.peer.low(), flow.peer.port());
    }

    // hot path
    /** {@return the flow of the peer with that address, as in {@link RawAddress}, if it is in here} */
    @Nullable
    PortFlow find(long high, long low, int port) {
        for (int i = home(high, low, port);; i = (i + 1) & (slots.length - 1)) {
            var flow = slots[i];
            if (flow == null
                    || (flow.peer.low() == low && flow.peer.port() == port && flow.peer.high() == high)) {
                return flow;
            }
        }
    }

    void put(PortFlow flow) {
        if (size * 2 >= slots.length) {
            resize(slots.length * 2);
        }
        insert(flow);
        size++;
    }

    private void insert(PortFlow flow) {
        int i = home(flow);
        while (slots[i] != null) {
            i = (i + 1) & (slots.length - 1);
        }
        slots[i] = flow;
    }

    /** Takes a flow out, if it is in. */
    void remove(PortFlow flow) {
        int mask = slots.length - 1;
        int hole = home(flow);
        while (slots[hole] != flow) {
            if (slots[hole] == null) {
                return;
            }
            hole = (hole + 1) & mask;
        }
        size--;
        slots[hole] = null;
        // Moves back what would not be found past the hole.
        for (int i = (hole + 1) & mask; slots[i] != null; i = (i + 1) & mask) {
            var next = slots[i];
            slots[i] = null;
            insert(next);
        }
        if (slots.length > SMALLEST && size * 8 < slots.length) {
            resize(slots.length / 2);
        }
    }

    private void resize(int length) {
        var old = slots;
        slots = new PortFlow[length];
        for (var flow : old) {
            if (flow != null) {
                insert(flow);
            }
        }
    }

    /** {@return a copy of what is in it} */
    List<PortFlow> all() {
        var all = new ArrayList<PortFlow>(size);
        for (var flow : slots) {
            if (flow != null) {
                all.add(flow);
            }
        }
        return all;
    }
}
