package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the system itself threw away, because the buffer of a UDP socket was full, and what waits in it. */
final class KernelDrops {
    /** A socket of Java's is in the second even if it speaks IPv4. */
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private static final int LOCAL = 1;
    private static final int QUEUES = 4;
    private static final int DROPS = 12;
    private static final int HEXADECIMAL = 16;

    private KernelDrops() {}

    /** {@return datagrams that were lost before sockets with this port, of whatever address} */
    static long before(SocketAddress address) {
        return sum(address, fields -> Long.parseLong(fields[DROPS]));
    }

    /** {@return bytes that nobody has read yet from sockets with this port, of whatever address} */
    static long waiting(SocketAddress address) {
        return sum(address, fields -> Long.parseLong(fields[QUEUES].split(":")[1], HEXADECIMAL));
    }

    private static long sum(SocketAddress address, ToLongFunction<String[]> value) {
        var port = ":%04X".formatted(((InetSocketAddress) address).getPort());
        return TABLES.stream().mapToLong(table -> in(table, port, value)).sum();
    }

    private static long in(Path table, String port, ToLongFunction<String[]> value) {
        try (var lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split(" +")).filter(fields -> fields[LOCAL].endsWith(port))
                    .mapToLong(value).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
