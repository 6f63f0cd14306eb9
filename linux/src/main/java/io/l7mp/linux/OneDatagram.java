package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.netty.buffer.ByteBuf;

/**
 * A datagram that came by another way than its own socket.
 *
 * @param payload with an address
 */
record OneDatagram(ByteBuf payload) implements Batch {
    @Override
    public int size() {
        return 1;
    }

    @Override
    public long address(int i) {
        return payload.memoryAddress() + payload.readerIndex();
    }

    @Override
    public int length(int i) {
        return payload.readableBytes();
    }
}
