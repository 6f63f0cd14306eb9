package io.l7mp.house.program;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One direction under test: one thread sends what the script says, another compares what arrives with it. */
final class Flow {
    private static final Content CONTENT = new Content(Long.getLong("l7mp.test.seed", 1));
    private static final int PATIENCE = 30;

    private final String name;
    private final Script script;
    private final Arrival arrival;
    private final Semaphore window;
    private volatile int sent;
    private volatile int seen;
    private volatile long seenBytes;

    /** What becomes of borders and types on the way. */
    enum Arrival {
        /** As they were. */
        SAME,
        /** Borders are kept, all messages are binary. */
        BINARY,
        /** A stream of bytes. */
        BYTES
    }

    Flow(String name, Script script, Arrival arrival) {
        this.name = name;
        this.script = script;
        this.arrival = arrival;
        this.window = new Semaphore(script.window());
    }

    /** Sends all of it. */
    void send(Peer peer) throws IOException, InterruptedException {
        long position = 0;
        for (int i = 0; i < script.count(); i++) {
            if (!window.tryAcquire(script.cost(i), PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("not seen in time: " + this);
            }
            peer.send(CONTENT.cut(position, script.sizes()[i], script.isText(i)));
            position += script.sizes()[i];
            sent = i + 1;
        }
    }

    /** Takes all of it, and not more. */
    void receive(Source source) throws IOException {
        if (arrival == Arrival.BYTES) {
            receiveBytes(source);
        } else {
            receiveMessages(source);
        }
    }

    private void receiveMessages(Source source) throws IOException {
        long position = 0;
        for (int i = 0; i < script.count(); i++) {
            var message = next(source);
            int size = script.sizes()[i];
            if (message.size() != size
                    || !CONTENT.matches(position, message.bytes(), 0, size, script.isText(i))) {
                throw new AssertionError("message " + i + " of " + size + " B came as " + message.size()
                        + " B, or others: " + this);
            }
            if (message.text() != (arrival == Arrival.SAME && script.isText(i))) {
                throw new AssertionError("message " + i + " came with text=" + message.text() + ": " + this);
            }
            position += size;
            seen(i, position);
        }
    }

    private void receiveBytes(Source source) throws IOException {
        long position = 0;
        int index = 0;
        int into = 0;
        for (long all = script.bytes(); position < all;) {
            var bytes = next(source).bytes();
            for (int offset = 0; offset < bytes.length;) {
                if (index == script.count()) {
                    throw new AssertionError((bytes.length - offset) + " B too many: " + this);
                }
                int size = Math.min(bytes.length - offset, script.sizes()[index] - into);
                if (!CONTENT.matches(position, bytes, offset, size, script.isText(index))) {
                    throw new AssertionError(
                            "wrong bytes from " + position + " to " + (position + size) + ": " + this);
                }
                position += size;
                offset += size;
                into += size;
                seenBytes = position;
                while (index < script.count() && into == script.sizes()[index]) {
                    seen(index++, position);
                    into = 0;
                }
            }
        }
    }

    private Message next(Source source) throws IOException {
        var message = source.receive();
        if (message == null) {
            throw new AssertionError("ended early: " + this);
        }
        return message;
    }

    private void seen(int index, long position) {
        seen(index + 1, script.cost(index), position);
    }

    private void seen(int count, int cost, long position) {
        seen = count;
        seenBytes = position;
        window.release(cost);
    }

    /** Takes all that is not yet taken for seen, as somebody else counted it. */
    void seenUpTo(long count) {
        while (seen < count) {
            seen(seen, seenBytes + script.sizes()[seen]);
        }
    }

    int sent() {
        return sent;
    }

    boolean isOfMessages() {
        return script.window() > 1;
    }

    Script script() {
        return script;
    }

    @Override
    public String toString() {
        return name + ", sent " + sent + ", seen " + seen + " of " + script.count() + " (" + seenBytes
                + " of "
                + script.bytes() + " B)";
    }
}
