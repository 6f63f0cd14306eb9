package io.l7mp.linux;

import io.l7mp.spi.Batch;

/** Those datagrams of the receive slab that belong to one flow; filled anew for each. On the loop only. */
final class SlabBatch implements Batch {
    private final ReceiveSlab slab;
    private final int[] members = new int[ReceiveSlab.COUNT];
    private int size;

    SlabBatch(ReceiveSlab slab) {
        this.slab = slab;
    }

    // hot path
    SlabBatch chain(int first) {
        size = 0;
        for (int i = first; i >= 0; i = slab.next[i]) {
            members[size++] = i;
        }
        return this;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long address(int i) {
        return slab.payload(members[i]);
    }

    @Override
    public int length(int i) {
        return slab.headers.length(members[i]);
    }
}
