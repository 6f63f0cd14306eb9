package io.l7mp.linux;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the system said when a call on a stream socket failed, in the words that users know from {@code errno(3)}. Netty tells the
 * number only in the text of its exceptions.
 *
 * @param name such as {@code ECONNREFUSED}; {@code EIO} where the system's number is not known
 * @param text the system's own words in small letters
 */
public record StreamFault(String name, String text) {
    private static final Pattern NUMBER = Pattern.compile("error\\(-(\\d+)\\)");

    private static final Map<Integer, StreamFault> KNOWN = Map.ofEntries(
            known(1, "EPERM", "operation not permitted"),
            known(2, "ENOENT", "no such file or directory"),
            known(11, "EAGAIN", "resource temporarily unavailable"),
            known(12, "ENOMEM", "not enough memory"),
            known(13, "EACCES", "permission denied"),
            known(20, "ENOTDIR", "not a directory"),
            known(22, "EINVAL", "invalid argument"),
            known(23, "ENFILE", "file table overflow"),
            known(24, "EMFILE", "too many open files"),
            known(30, "EROFS", "read-only file system"),
            known(32, "EPIPE", "broken pipe"),
            known(36, "ENAMETOOLONG", "file name too long"),
            known(88, "ENOTSOCK", "socket operation on non-socket"),
            known(91, "EPROTOTYPE", "protocol wrong type for socket"),
            known(97, "EAFNOSUPPORT", "address family not supported"),
            known(98, "EADDRINUSE", "address already in use"),
            known(99, "EADDRNOTAVAIL", "address not available"),
            known(100, "ENETDOWN", "network is down"),
            known(101, "ENETUNREACH", "network is unreachable"),
            known(103, "ECONNABORTED", "software caused connection abort"),
            known(104, "ECONNRESET", "connection reset by peer"),
            known(105, "ENOBUFS", "no buffer space available"),
            known(110, "ETIMEDOUT", "connection timed out"),
            known(111, "ECONNREFUSED", "connection refused"),
            known(113, "EHOSTUNREACH", "no route to host"));

    private static Map.Entry<Integer, StreamFault> known(int number, String name, String text) {
        return Map.entry(number, new StreamFault(name, text));
    }

    /**
     * Finds the system's number in what Netty threw.
     *
     * @param thrown the exception
     * @return what the system said
     */
    public static StreamFault of(@Nullable Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            var found = NUMBER.matcher(String.valueOf(cause.getMessage()));
            if (found.find()) {
                var number = Integer.parseInt(found.group(1));
                return KNOWN.getOrDefault(number, new StreamFault("E" + number, "system error " + number));
            }
            if (cause instanceof FileNotFoundException) {
                return known("ENOENT");
            }
            if (cause instanceof NoRouteToHostException) { // of a network, too
                return known("EHOSTUNREACH");
            }
            if (cause instanceof ConnectException) {
                return known("ECONNREFUSED");
            }
        }
        var message = thrown == null ? "unknown" : String.valueOf(thrown.getMessage());
        return new StreamFault("EIO", message.toLowerCase(Locale.ROOT));
    }

    /**
     * Finds one by its name.
     *
     * @param name such as {@code EADDRINUSE}
     * @return the fault
     */
    static StreamFault known(String name) {
        return KNOWN.values().stream().filter(fault -> fault.name.equals(name)).findFirst().orElseThrow();
    }

    /**
     * Says what failed, as {@code listen EADDRINUSE: address already in use 127.0.0.1:80}.
     *
     * @param call the system call
     * @param on the address or file
     * @return one line
     */
    public String on(String call, String on) {
        return call + " " + name + ": " + text + " " + on;
    }
}
