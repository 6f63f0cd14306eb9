package io.l7mp.linux;

import java.net.InetSocketAddress;

/**
 * Makes, binds and connects sockets, with what udp(7), ip(7), ipv6(7) and socket(7) offer. Everything answers what the system call
 * answers, or the negative error number. On the loop whose memory is used.
 *
 * @param slabs of that loop
 */
record DatagramSetup(DatagramSlabs slabs) {
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_RXQ_OVFL = 40;
    private static final int SOL_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IP_RECVERR = 11;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;

    /** The default holds 166 datagrams of 200 bytes, which is one busy millisecond. */
    private static final int BUFFER = 4 << 20;

    /** {@return a socket, IPv4 included if it is one of IPv6} */
    int open(int family) {
        int fd = slabs.calls.socket(family, SOCK_DGRAM_NONBLOCK_CLOEXEC);
        if (fd >= 0 && family == RawAddress.IPV6) {
            set(fd, SOL_IPV6, IPV6_V6ONLY, 0);
        }
        return fd;
    }

    /** Lets other sockets of ours have the same address. */
    void share(int fd) {
        set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** Spreads the peers of one address over several sockets. */
    void spread(int fd) {
        set(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    }

    /** Asks for errors by peer, for the address that each datagram was sent to, and for what the kernel had to drop. */
    void report(int fd, int family, boolean isAnyLocal) {
        set(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
        set(fd, SOL_IP, IP_RECVERR, 1);
        if (family == RawAddress.IPV6) {
            set(fd, SOL_IPV6, IPV6_RECVERR, 1);
        }
        if (isAnyLocal && family == RawAddress.IPV6) {
            set(fd, SOL_IPV6, IPV6_RECVPKTINFO, 1);
        } else if (isAnyLocal) {
            set(fd, SOL_IP, IP_PKTINFO, 1);
        }
    }

    /** Asks for room for bursts; the kernel may give less. */
    void enlarge(int fd) {
        if (set(fd, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER) < 0) {
            set(fd, SOL_SOCKET, SO_RCVBUF, BUFFER);
        }
        if (set(fd, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER) < 0) {
            set(fd, SOL_SOCKET, SO_SNDBUF, BUFFER);
        }
    }

    private int set(int fd, int level, int name, int value) {
        Memory.putInt(slabs.scratch, value);
        return slabs.calls.setsockopt(fd, level, name, slabs.scratch, Integer.BYTES);
    }

    RawAddress raw(InetSocketAddress address, int family) {
        return RawAddress.of(address, family, slabs.scratch);
    }

    int bind(int fd, RawAddress to) {
        to.write(slabs.scratch);
        return slabs.calls.bind(fd, slabs.scratch, to.length());
    }

    int connect(int fd, RawAddress to) {
        to.write(slabs.scratch);
        return slabs.calls.connect(fd, slabs.scratch, to.length());
    }

    /** {@return where the socket is bound} */
    RawAddress local(int fd) {
        long length = slabs.scratch + RawAddress.ROOM;
        Memory.clear(slabs.scratch, RawAddress.ROOM);
        Memory.putInt(length, RawAddress.ROOM);
        if (slabs.calls.getsockname(fd, slabs.scratch, length) < 0) {
            throw new IllegalStateException("getsockname failed on a bound socket");
        }
        return RawAddress.read(slabs.scratch);
    }

    /**
     * Tries whether an address is free: binds it alone, which fails if anybody else has it, and lets go.
     *
     * @return the port, chosen by the system where it was 0; or the negative error number
     */
    int probe(RawAddress address) {
        int fd = open(address.family());
        if (fd < 0) {
            return fd;
        }
        int bound = bind(fd, address);
        int port = bound < 0 ? bound : local(fd).port();
        slabs.calls.close(fd);
        return port;
    }
}
