package io.l7mp.linux;

/**
 * Layout of an array of {@code mmsghdr} on 64-bit Linux (recvmsg(2), recvmmsg(2), cmsg(3)), each header with its one
 * {@code iovec}, its address and its control data.
 */
final class MessageHeaders {
    /** Bytes of everything that belongs to one message but its payload. */
    static final int SIZE_EACH = 64 + 16 + RawAddress.ROOM + MessageHeaders.CONTROL;
    /** Room for control data: where a datagram was sent to, what the kernel dropped, and what later comes to it. */
    static final int CONTROL = 128;

    /** Bytes of a control message's own header. */
    static final int CONTROL_HEADER = 16;

    private static final int NAME_LENGTH = 8;
    private static final int IOVEC = 16;
    private static final int IOVEC_COUNT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;
    private static final int HEADER = 64;

    private final long headers;
    private final long iovecs;
    private final long names;
    private final long controls;

    MessageHeaders(long at, int count) {
        headers = at;
        iovecs = at + (long) count * HEADER;
        names = iovecs + count * 16L;
        controls = names + (long) count * RawAddress.ROOM;
        for (int i = 0; i < count; i++) {
            long header = headers + (long) i * HEADER;
            Memory.putLong(header, name(i));
            Memory.putLong(header + IOVEC, iovecs + i * 16L);
            Memory.putLong(header + IOVEC_COUNT, 1);
            Memory.putLong(header + CONTROL_AT, control(i));
        }
    }

    // hot path, all of it
    long header(int i) {
        return headers + (long) i * HEADER;
    }

    long name(int i) {
        return names + (long) i * RawAddress.ROOM;
    }

    long control(int i) {
        return controls + (long) i * CONTROL;
    }

    void payload(int i, long address, int length) {
        Memory.putLong(iovecs + i * 16L, address);
        Memory.putLong(iovecs + i * 16L + 8, length);
    }

    long payload(int i) {
        return Memory.getLong(iovecs + i * 16L);
    }

    int payloadLength(int i) {
        return (int) Memory.getLong(iovecs + i * 16L + 8);
    }

    /** Says how much of address and control data there is, or is room for. A length of 0 counts as none. */
    void lengths(int i, int name, int control) {
        Memory.putInt(header(i) + NAME_LENGTH, name);
        Memory.putLong(header(i) + CONTROL_LENGTH, control);
    }

    /** {@return bytes of control data that the kernel wrote} */
    int controlLength(int i) {
        return (int) Memory.getLong(header(i) + CONTROL_LENGTH);
    }

    int nameLength(int i) {
        return Memory.getInt(header(i) + NAME_LENGTH);
    }

    int flags(int i) {
        return Memory.getInt(header(i) + FLAGS);
    }

    /** {@return bytes of the message that was received} */
    int length(int i) {
        return Memory.getInt(header(i) + LENGTH);
    }

    /** {@return where the control message of that level and type has its data, or 0} */
    long control(int i, int level, int type) {
        long end = control(i) + controlLength(i);
        for (long at = control(i); at + CONTROL_HEADER <= end;) {
            long length = Memory.getLong(at);
            if (length < CONTROL_HEADER) {
                return 0;
            }
            if (Memory.getInt(at + 8) == level && Memory.getInt(at + 12) == type) {
                return at + CONTROL_HEADER;
            }
            at += (length + 7) & ~7L;
        }
        return 0;
    }
}
