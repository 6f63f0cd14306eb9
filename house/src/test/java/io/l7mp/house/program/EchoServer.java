package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An upstream that gives everybody's datagrams back, and remembers what they said and from where. */
final class EchoServer implements AutoCloseable {
    private static final int LARGEST = 1 << 16;

    private final DatagramChannel channel;
    private final Thread thread;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    /** What somebody said. */
    record Heard(SocketAddress from, String text) {}

    private EchoServer(DatagramChannel channel) {
        this.channel = channel;
        thread = Thread.ofPlatform().daemon().start(this::serve);
    }

    static EchoServer at(String address, int port) throws IOException {
        return new EchoServer(DatagramChannel.open().bind(new InetSocketAddress(address, port)));
    }

    private void serve() {
        var in = ByteBuffer.allocate(LARGEST);
        try {
            while (true) {
                var from = channel.receive(in.clear());
                heard.add(new Heard(from, new String(in.array(), 0, in.flip().remaining(), ISO_8859_1)));
                channel.send(in, from);
            }
        } catch (ClosedChannelException over) {
            // the test is
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    List<String> texts() {
        return heard.stream().map(Heard::text).toList();
    }

    /** Returns when the port is closed, which it is not while a thread still waits at it. */
    @Override
    public void close() {
        try {
            channel.close();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
