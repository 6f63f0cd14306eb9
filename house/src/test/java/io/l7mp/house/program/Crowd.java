package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Very many clients of one listener on one thread: each sends its payload twice a second, and counts what comes back. Nobody waits
 * for anybody, as there are more of them than a thread each would be good for.
 */
final class Crowd implements Closeable {
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    /** A binary frame of five bytes under a mask of zeros. */
    private static final byte[] FRAME = {(byte) 0x82, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
    private static final byte[] PLAIN = "hello".getBytes(US_ASCII);

    private static final int TOGETHER = 200;
    private static final long PAUSE = 500_000_000;

    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

    private static final class Client {
        final ByteChannel channel;
        final ByteBuffer payload;
        boolean upgraded;
        final StringBuilder head = new StringBuilder();
        long received;
        long sent;

        Client(ByteChannel channel, byte[] payload, boolean upgraded) {
            this.channel = channel;
            this.payload = ByteBuffer.allocateDirect(payload.length).put(payload);
            this.sent = System.nanoTime() - PAUSE;
            this.upgraded = upgraded;
        }
    }

    static Crowd udp(int count, InetSocketAddress there) throws IOException {
        var crowd = new Crowd();
        for (int i = 0; i < count; i++) {
            var channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress("127.0.0.1", 0)).connect(there);
            channel.configureBlocking(false);
            crowd.add(new Client(channel, PLAIN, true));
        }
        return crowd;
    }

    static Crowd tcp(int count, SocketAddress there) throws IOException {
        var crowd = new Crowd();
        for (int i = 0; i < count; i++) {
            crowd.add(new Client(connect(there), PLAIN, true));
        }
        return crowd;
    }

    static Crowd webSocket(int count, SocketAddress there) throws IOException {
        var crowd = new Crowd();
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open(there);
            channel.write(ByteBuffer.wrap(UPGRADE.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            crowd.add(new Client(channel, FRAME, false));
        }
        return crowd;
    }

    /** Those who are there already go on sending, so that nobody expires while the others come; and so many come at once. */
    private void add(Client client) throws IOException {
        clients.add(client);
        if (clients.size() % TOGETHER == 0) {
            do {
                pass();
            } while (clients.stream().anyMatch(each -> !each.upgraded));
        }
    }

    private static SocketChannel connect(SocketAddress there) throws IOException {
        var channel = SocketChannel.open(there);
        channel.configureBlocking(false);
        return channel;
    }

    /** Everybody reads what is there, and sends on if the way is open. */
    void pass() throws IOException {
        for (var client : clients) {
            read(client);
            if (client.upgraded) {
                write(client);
            }
        }
    }

    private void write(Client client) throws IOException {
        if (!client.payload.hasRemaining() && System.nanoTime() - client.sent > PAUSE) {
            client.sent = System.nanoTime();
            client.payload.rewind();
        }
        if (client.payload.hasRemaining()) {
            client.channel.write(client.payload);
        }
    }

    private void read(Client client) throws IOException {
        for (int n = fill(client); n > 0; n = fill(client)) {
            in.flip();
            if (!client.upgraded) {
                readHead(client);
            }
            client.received += in.remaining();
        }
    }

    private void readHead(Client client) throws IOException {
        while (!client.upgraded && in.hasRemaining()) {
            client.head.append((char) (in.get() & 0xff));
            client.upgraded = client.head.lastIndexOf("\r\n\r\n") >= 0;
        }
        if (client.upgraded && !client.head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("a client was answered " + client.head);
        }
    }

    private int fill(Client client) throws IOException {
        in.clear();
        int n = client.channel.read(in);
        if (n < 0) {
            throw new IOException("a client's connection was ended, after " + client.received + " bytes");
        }
        return n;
    }

    /** {@return how many have had an answer} */
    long answered() {
        return clients.stream().filter(client -> client.received > 0).count();
    }

    @Override
    public void close() throws IOException {
        for (var client : clients) {
            client.channel.close();
        }
    }
}
