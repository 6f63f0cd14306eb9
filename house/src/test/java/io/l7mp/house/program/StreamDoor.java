package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/**
 * Accepts connections.
 *
 * @param welcome ends the handshake
 */
record StreamDoor(ServerSocketChannel channel, SocketAddress address, Welcome welcome) implements Door {
    /** Makes a peer of a connection. */
    interface Welcome {
        Peer peer(SocketChannel channel) throws IOException;
    }

    static StreamDoor open(SocketAddress at, Welcome welcome) throws IOException {
        var channel = at instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        channel.bind(at);
        return new StreamDoor(channel, channel.getLocalAddress(), welcome);
    }

    @Override
    public Peer accept() throws IOException {
        var accepted = channel.accept();
        if (!(address instanceof UnixDomainSocketAddress)) {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return welcome.peer(accepted);
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
