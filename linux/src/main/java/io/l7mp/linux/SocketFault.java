package io.l7mp.linux;

import io.l7mp.spi.Kind;
import java.util.Set;

/**
 * Whose fault it is that a connection is not to be had: the peer's, or that of this host, which would fail whomever it calls. Any
 * thread.
 */
public final class SocketFault {
    private static final String NO_SUCH_FAMILY = "EAFNOSUPPORT";
    private static final Set<String> OURS = Set.of("EMFILE", "ENFILE", "ENOMEM", "ENOBUFS", "EADDRINUSE",
            "EADDRNOTAVAIL");

    private SocketFault() {}

    /**
     * Finds the kind of a failure on the way to a connection.
     *
     * @param call the system call: {@code socket}, {@code bind} or {@code connect}
     * @param name the error, such as {@code ECONNREFUSED}
     * @return {@link Kind#LIMIT} if the peer has nothing to do with it
     */
    public static Kind kind(String call, String name) {
        if (name.equals("ETIMEDOUT")) {
            return Kind.TIMED_OUT;
        }
        // No peer of another family than ours can be reached, whoever calls.
        boolean ours = call.equals("connect") ? OURS.contains(name) : !name.equals(NO_SUCH_FAMILY);
        return ours ? Kind.LIMIT : Kind.REFUSED;
    }
}
