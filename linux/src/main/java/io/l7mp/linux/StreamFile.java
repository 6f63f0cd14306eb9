package io.l7mp.linux;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The file of a UNIX socket that we listen on. Removed when the socket is closed or the program ends, but only as long as it is the
 * very file that we made. Blocks, so virtual threads call it.
 *
 * @param path where it is
 * @param identity device and inode
 */
record StreamFile(Path path, Object identity) {
    private static final Set<StreamFile> OURS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OURS.forEach(StreamFile::remove)));
    }

    /** Notes that a socket was just bound there. */
    static StreamFile made(DomainSocketAddress address) throws IOException {
        var path = Path.of(address.path());
        var file = new StreamFile(path, Objects.requireNonNull(identity(path), "identity"));
        OURS.add(file);
        return file;
    }

    /** Removes what a program left behind that did not end well: a socket on which nobody listens. */
    static void clear(DomainSocketAddress address) throws IOException {
        var path = Path.of(address.path());
        var found = identity(path);
        if (found != null && isSocket(path) && isDead(address)) {
            new StreamFile(path, found).remove();
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & 0170000) == 0140000; // S_IFMT, S_IFSOCK of inode(7)
    }

    private static boolean isDead(DomainSocketAddress address) throws IOException {
        var probe = Socket.newSocketDomain();
        try {
            probe.connect(address);
            return false;
        } catch (IOException refused) {
            return StreamFault.of(refused).name().equals("ECONNREFUSED");
        } finally {
            probe.close();
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
            return attributes.get("dev") + ":" + attributes.get("ino");
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Removes the file unless somebody put another one in its place; idempotent. */
    void remove() {
        OURS.remove(this);
        try {
            if (identity.equals(identity(path))) {
                Files.deleteIfExists(path);
            }
        } catch (IOException stays) {
            // The next to listen there finds a file on which nobody listens, and removes it.
        }
    }
}
