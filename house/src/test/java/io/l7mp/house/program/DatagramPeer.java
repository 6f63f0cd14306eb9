package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** A datagram socket that knows its peer from the beginning, or from the first datagram on. It never ends by itself. */
final class DatagramPeer implements Peer {
    private static final int LARGEST = 1 << 16;
    private static final int BUFFER = 4 << 20;

    private final DatagramChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST);
    private final ByteBuffer out = ByteBuffer.allocateDirect(LARGEST);
    private @Nullable Message first;

    private final SocketAddress other;

    /** Makes one that is never connected: a channel that connects throws away what came before, and then sends no empty datagram. */
    private DatagramPeer(DatagramChannel channel, SocketAddress other) {
        this.channel = channel;
        this.other = other;
    }

    static DatagramChannel bound(InetSocketAddress address) throws IOException {
        return DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER)
                .setOption(StandardSocketOptions.SO_SNDBUF, BUFFER)
                .bind(address);
    }

    static DatagramPeer to(InetSocketAddress other) throws IOException {
        return new DatagramPeer(bound(new InetSocketAddress(other.getAddress(), 0)), other);
    }

    /** Waits for the first datagram, and keeps to its sender. */
    static DatagramPeer first(DatagramChannel bound) throws IOException {
        var in = ByteBuffer.allocateDirect(LARGEST);
        var peer = new DatagramPeer(bound, bound.receive(in));
        peer.first = taken(in);
        return peer;
    }

    private static Message taken(ByteBuffer in) {
        var bytes = new byte[in.flip().remaining()];
        in.get(bytes);
        in.clear();
        return Message.binary(bytes);
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** {@return datagrams that the system threw away because we did not read them} */
    long lostHere() throws IOException {
        return KernelDrops.before(channel.getLocalAddress());
    }

    /** {@return the same of the socket that we send to} */
    long lostThere() {
        return KernelDrops.before(other);
    }

    @Override
    public void send(Message message) throws IOException {
        out.clear().put(message.bytes()).flip();
        channel.send(out, other);
    }

    @Override
    public @Nullable Message receive() throws IOException {
        var earlier = first;
        if (earlier != null) {
            first = null;
            return earlier;
        }
        if (!other.equals(channel.receive(in))) {
            throw new IOException("a datagram of somebody else");
        }
        return taken(in);
    }

    @Override
    public void finish() {
        // Nobody would hear of it.
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
