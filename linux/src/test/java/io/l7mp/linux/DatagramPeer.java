package io.l7mp.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;

/** A foreign peer for tests, made with what the JDK has. */
final class DatagramPeer implements AutoCloseable {
    final DatagramChannel channel;
    private final Selector selector;

    DatagramPeer(String address) {
        try {
            channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(address, 0));
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, java.nio.channels.SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DatagramPeer send(InetSocketAddress to, String text) {
        return send(to, text.getBytes(StandardCharsets.UTF_8));
    }

    DatagramPeer send(InetSocketAddress to, byte[] payload) {
        try {
            channel.send(ByteBuffer.wrap(payload), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** {@return the next datagram's text and sender, or an empty text after ten seconds} */
    Received receive() {
        try {
            var buffer = ByteBuffer.allocate(70_000);
            var from = channel.receive(buffer);
            if (from == null && selector.select(10_000) > 0) {
                selector.selectedKeys().clear();
                from = channel.receive(buffer);
            }
            return new Received(StandardCharsets.UTF_8.decode(buffer.flip()).toString(),
                    (InetSocketAddress) from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Received(String text, InetSocketAddress from) {}

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
