package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;

/** Becomes the peer of whoever sends first. */
record DatagramDoor(DatagramChannel channel, SocketAddress address) implements Door {
    static DatagramDoor open(InetSocketAddress at) throws IOException {
        var channel = DatagramPeer.bound(at);
        return new DatagramDoor(channel, channel.getLocalAddress());
    }

    @Override
    public Peer accept() throws IOException {
        return DatagramPeer.first(channel);
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
