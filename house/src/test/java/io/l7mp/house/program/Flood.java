package io.l7mp.house.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Numbered messages of one size, as fast as they go, of which any may be lost, but none changed, doubled or overtaken. */
final class Flood {
    private static final int SIZE = 1000;
    private static final int MOST_AT_ONCE = 1 << 17;

    private final int count;
    private volatile int sent;
    private volatile int received;
    private int last = -1;

    Flood(int count) {
        this.count = count;
    }

    private static byte[] message(int number) {
        var message = new byte[SIZE];
        for (int i = 0; i < SIZE; i += Integer.BYTES) {
            ByteBuffer.wrap(message).putInt(i, number);
        }
        return message;
    }

    void send(Peer peer) throws IOException {
        for (int i = 0; i < count; i++) {
            peer.send(Message.binary(message(i)));
            sent = i + 1;
        }
    }

    /** Takes what comes until it is interrupted. */
    void receive(Source source) throws IOException {
        var waiting = ByteBuffer.allocate(MOST_AT_ONCE).flip();
        for (var message = source.receive(); message != null; message = source.receive()) {
            waiting.compact().put(message.bytes()).flip();
            while (waiting.remaining() >= SIZE) {
                var next = new byte[SIZE];
                waiting.get(next);
                take(next);
            }
        }
    }

    private void take(byte[] message) throws IOException {
        int number = ByteBuffer.wrap(message).getInt();
        if (number <= last || number >= count || !Arrays.equals(message, message(number))) {
            throw new IOException("number " + number + " after " + last + ", or changed: " + this);
        }
        last = number;
        received++;
    }

    int count() {
        return count;
    }

    int received() {
        return received;
    }

    @Override
    public String toString() {
        return "sent " + sent + " and received " + received + " of " + count;
    }
}
