package io.l7mp.linux;

import org.jspecify.annotations.Nullable;

/**
 * Where one batch of datagrams comes in. A slot holds any datagram whole; there are 60 of them and not 64, because all memory of a loop
 * stays within 4 MiB. On the loop only.
 */
final class ReceiveSlab {
    static final int COUNT = 60;
    static final int SIZE = COUNT * (65_536 + MessageHeaders.SIZE_EACH);

    private static final int ROOM = 65_536;
    private static final int MSG_TRUNC = 0x20;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RXQ_OVFL = 40;
    private static final int SOL_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;

    final MessageHeaders headers;
    private final long payloads;
    private int used = COUNT;

    /** Chains of messages of one flow: the next one's number, or -1. */
    final int[] next = new int[COUNT];
    final @Nullable PortFlow[] touched = new PortFlow[COUNT];
    final SlabBatch batch = new SlabBatch(this);

    ReceiveSlab(long at) {
        payloads = at;
        headers = new MessageHeaders(at + (long) COUNT * ROOM, COUNT);
        for (int i = 0; i < COUNT; i++) {
            headers.payload(i, payload(i), ROOM);
        }
    }

    // hot path
    /** {@return how many came, or the negative error number} */
    int receive(Syscalls calls, int fd) {
        for (int i = 0; i < used; i++) {
            headers.lengths(i, RawAddress.ROOM, MessageHeaders.CONTROL);
        }
        int count = calls.recvmmsg(fd, headers.header(0), COUNT, 0);
        used = Math.max(count, 0);
        return count;
    }

    long payload(int i) {
        return payloads + (long) i * ROOM;
    }

    boolean isCut(int i) {
        return (headers.flags(i) & MSG_TRUNC) != 0;
    }

    /** {@return how many datagrams the kernel has dropped on this socket so far, or 0 if it does not say} */
    int overflows(int i) {
        long at = headers.control(i, SOL_SOCKET, SO_RXQ_OVFL);
        return at == 0 ? 0 : Memory.getInt(at);
    }

    /** {@return where the address of ours stands that a datagram was sent to, or 0 if nobody asked for it} */
    long localAddress(int i, int family) {
        if (family == RawAddress.IPV4) {
            long at = headers.control(i, SOL_IP, IP_PKTINFO);
            return at == 0 ? 0 : at + 4;
        }
        return headers.control(i, SOL_IPV6, IPV6_PKTINFO);
    }
}
