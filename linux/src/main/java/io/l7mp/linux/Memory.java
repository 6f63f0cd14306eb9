package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Memory outside the heap by its address, as system calls see it. Who calls owns that memory and stays inside it: nothing is checked
 * here.
 */
public final class Memory {
    @SuppressWarnings("restricted") // the addresses are those of our own slabs, and of buffers that say them
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort NET_SHORT = SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private Memory() {}

    /**
     * Copies one datagram of a batch into a buffer of its own size. On a loop.
     *
     * @param batch lent
     * @param i which
     * @param buffers gives the buffer
     * @return the copy, the caller's
     */
    public static ByteBuf copy(Batch batch, int i, ByteBufAllocator buffers) {
        return copy(batch.address(i), batch.length(i), buffers);
    }

    static ByteBuf copy(long address, int length, ByteBufAllocator buffers) {
        var made = buffers.directBuffer(Math.max(1, length), Math.max(1, length));
        if (made.hasMemoryAddress()) {
            copy(address, made.memoryAddress(), length);
            return made.writerIndex(length);
        }
        return made.writeBytes(ALL.asSlice(address, length).asByteBuffer());
    }

    /** Copies bytes between two places that do not overlap. */
    static void copy(long from, long to, long length) {
        MemorySegment.copy(ALL, from, ALL, to, length);
    }

    static void clear(long at, long length) {
        ALL.asSlice(at, length).fill((byte) 0);
    }

    static byte getByte(long at) {
        return ALL.get(ValueLayout.JAVA_BYTE, at);
    }

    static void putByte(long at, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, at, value);
    }

    static short getShort(long at) {
        return ALL.get(SHORT, at);
    }

    static void putShort(long at, short value) {
        ALL.set(SHORT, at, value);
    }

    static int getNetShort(long at) {
        return ALL.get(NET_SHORT, at) & 0xFFFF;
    }

    static void putNetShort(long at, int value) {
        ALL.set(NET_SHORT, at, (short) value);
    }

    static int getInt(long at) {
        return ALL.get(INT, at);
    }

    static void putInt(long at, int value) {
        ALL.set(INT, at, value);
    }

    static long getLong(long at) {
        return ALL.get(LONG, at);
    }

    static void putLong(long at, long value) {
        ALL.set(LONG, at, value);
    }
}
