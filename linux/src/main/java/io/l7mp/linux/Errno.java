package io.l7mp.linux;

import java.util.Map;

/**
 * Numbers of {@code errno(3)} that datagram sockets answer with, the same on x86_64 and aarch64, with their names and the system's own
 * words.
 */
final class Errno {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EADDRINUSE = 98;
    static final int EMSGSIZE = 90;
    static final int ENOPROTOOPT = 92;
    /** Nobody listens at the peer's port, as an ICMP message told. */
    static final int ECONNREFUSED = 111;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "EPERM: operation not permitted"),
            Map.entry(EINTR, "EINTR: interrupted system call"),
            Map.entry(9, "EBADF: bad file descriptor"),
            Map.entry(EAGAIN, "EAGAIN: resource temporarily unavailable"),
            Map.entry(12, "ENOMEM: not enough memory"),
            Map.entry(13, "EACCES: permission denied"),
            Map.entry(22, "EINVAL: invalid argument"),
            Map.entry(23, "ENFILE: file table overflow"),
            Map.entry(24, "EMFILE: too many open files"),
            Map.entry(EMSGSIZE, "EMSGSIZE: message too long"),
            Map.entry(ENOPROTOOPT, "ENOPROTOOPT: protocol not available"),
            Map.entry(97, "EAFNOSUPPORT: address family not supported"),
            Map.entry(EADDRINUSE, "EADDRINUSE: address already in use"),
            Map.entry(99, "EADDRNOTAVAIL: address not available"),
            Map.entry(100, "ENETDOWN: network is down"),
            Map.entry(101, "ENETUNREACH: network is unreachable"),
            Map.entry(105, "ENOBUFS: no buffer space available"),
            Map.entry(ECONNREFUSED, "ECONNREFUSED: connection refused"),
            Map.entry(112, "EHOSTDOWN: host is down"),
            Map.entry(113, "EHOSTUNREACH: no route to host"));

    private Errno() {}

    /**
     * Says what a number means.
     *
     * @param errno the number
     * @return such as {@code EADDRINUSE: address already in use}
     */
    static String text(int errno) {
        return TEXTS.getOrDefault(errno, "E" + errno + ": system error " + errno);
    }

    /**
     * Names a number.
     *
     * @param errno the number
     * @return such as {@code EADDRINUSE}
     */
    static String name(int errno) {
        var text = text(errno);
        return text.substring(0, text.indexOf(':'));
    }
}
