package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;

/** Becomes the peer of whoever sends first. */
record DatagramDoor(DatagramChannel channel, SocketAddress address, Handshake handshake) implements Door {
    /** What goes before the first payload. */
    interface Handshake {
        Peer with(DatagramPeer peer) throws IOException;
    }

    static DatagramDoor open(InetSocketAddress at, Handshake handshake) throws IOException {
        var channel = DatagramPeer.bound(at);
        return new DatagramDoor(channel, channel.getLocalAddress(), handshake);
    }

    @Override
    public Peer accept() throws IOException {
        return handshake.with(DatagramPeer.first(channel));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
