package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Many connections that begin to say something, add to it byte by byte, and never come to the end; all on one thread. */
final class Sluggards implements Closeable {
    private static final int MILLISECONDS_BETWEEN = 500;

    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer more;

    /**
     * Makes none yet.
     *
     * @param more what each says again and again
     */
    Sluggards(String more) throws IOException {
        this.more = ByteBuffer.allocateDirect(more.length()).put(more.getBytes(US_ASCII)).flip();
    }

    /** Adds so many. */
    Sluggards begin(InetSocketAddress there, int count, String beginning) throws IOException {
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open(there);
            channel.write(ByteBuffer.wrap(beginning.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
        return this;
    }

    /** Goes on until the other side has ended every one of them. */
    void untilSentAway(Duration limit) throws IOException {
        long start = System.nanoTime();
        long lastSaid = start;
        while (!selector.keys().isEmpty()) {
            selector.select(this::hear, MILLISECONDS_BETWEEN);
            long now = System.nanoTime();
            if (now - lastSaid > Duration.ofMillis(MILLISECONDS_BETWEEN).toNanos()) {
                selector.keys().forEach(this::say);
                lastSaid = now;
            }
            if (now - start > limit.toNanos()) {
                throw new AssertionError(selector.keys().size() + " are still borne with after " + limit);
            }
        }
    }

    private void hear(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).read(in.clear()) < 0) {
                leave(key);
            }
        } catch (IOException reset) {
            leave(key);
        }
    }

    private void say(SelectionKey key) {
        try {
            ((SocketChannel) key.channel()).write(more.rewind());
        } catch (IOException reset) {
            // It is heard of when it is read from.
        }
    }

    private static void leave(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.keys().forEach(Sluggards::leave);
        selector.close();
    }
}
