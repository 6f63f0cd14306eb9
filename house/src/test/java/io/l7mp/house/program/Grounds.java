package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Addresses and files of a test: a folder whose name is short enough for sockets in it, deleted with all that is in it. */
final class Grounds implements AutoCloseable {
    private final Path folder;
    private int sockets;

    Grounds() {
        try {
            folder = Files.createTempDirectory("l7mp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** {@return where the program shall listen} */
    SocketAddress listener(Kind kind, boolean ipv6) {
        return kind.isIp() ? ip(ipv6, Proxy.freePort()) : socket();
    }

    /** {@return where an upstream listens} */
    SocketAddress upstream(Kind kind, boolean ipv6) {
        return kind.isIp() ? ip(ipv6, 0) : socket();
    }

    private static SocketAddress ip(boolean ipv6, int port) {
        return new InetSocketAddress(ipv6 ? "::1" : "127.0.0.1", port);
    }

    private SocketAddress socket() {
        return UnixDomainSocketAddress.of(folder.resolve("socket" + sockets++));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
