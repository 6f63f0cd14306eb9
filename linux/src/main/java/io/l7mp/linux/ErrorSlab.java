package io.l7mp.linux;

/** Where the error queue of a socket is read into (ip(7), {@code IP_RECVERR}). On the loop only. */
final class ErrorSlab {
    static final int COUNT = 16;
    static final int SIZE = COUNT * MessageHeaders.SIZE_EACH + 16;

    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int SOL_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;

    final MessageHeaders headers;

    ErrorSlab(long at) {
        headers = new MessageHeaders(at + 16, COUNT);
        for (int i = 0; i < COUNT; i++) {
            headers.payload(i, at, 1); // nobody wants the datagram back that was refused
        }
    }

    /** {@return how many errors were waiting, at most {@link #COUNT}; {@link #peer} and {@link #errno} say which} */
    int receive(Syscalls calls, int fd) {
        for (int i = 0; i < COUNT; i++) {
            headers.lengths(i, RawAddress.ROOM, MessageHeaders.CONTROL);
        }
        return Math.max(0, calls.recvmmsg(fd, headers.header(0), COUNT, MSG_ERRQUEUE));
    }

    /** {@return whether the kernel says to whom the datagram went} */
    boolean hasPeer(int i) {
        return headers.nameLength(i) >= RawAddress.length(RawAddress.IPV4);
    }

    /** {@return where the address stands to which the datagram went} */
    long peer(int i) {
        return headers.name(i);
    }

    /** {@return what came of it, or 0} */
    int errno(int i) {
        long at = headers.control(i, SOL_IP, IP_RECVERR);
        if (at == 0) {
            at = headers.control(i, SOL_IPV6, IPV6_RECVERR);
        }
        return at == 0 ? 0 : Memory.getInt(at);
    }
}
