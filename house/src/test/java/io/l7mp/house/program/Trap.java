package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;

/** An upstream without manners: it treats each connection as a test says, on a thread of its own. */
final class Trap implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final ServerSocketChannel channel;
    private final SocketAddress address;
    private final Manners manners;

    /** What it does to somebody who connects. */
    interface Manners {
        void meet(Rude peer) throws IOException;
    }

    private Trap(ServerSocketChannel channel, Manners manners) throws IOException {
        this.channel = channel;
        this.address = channel.getLocalAddress();
        this.manners = manners;
        Thread.ofVirtual().start(this::accept);
    }

    static Trap at(SocketAddress at, Manners manners) throws IOException {
        var channel = at instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        return new Trap(channel.bind(at, BACKLOG), manners);
    }

    private void accept() {
        try {
            while (true) {
                var peer = new Rude(channel.accept());
                Thread.ofVirtual().start(() -> meet(peer));
            }
        } catch (ClosedChannelException over) {
            // the test is
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void meet(Rude peer) {
        try {
            manners.meet(peer);
        } catch (IOException e) {
            peer.close();
        }
    }

    SocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
