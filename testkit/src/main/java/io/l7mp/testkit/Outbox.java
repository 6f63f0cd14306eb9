package io.l7mp.testkit;

import io.l7mp.spi.Drop;
import io.l7mp.spi.Shape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** What a simulated stream was given and has not sent: water marks, flushing, credit. On the stream's loop. */
final class Outbox {
    static final int LOW = 64 << 10;
    static final int HIGH = 256 << 10;
    private static final int HARD = 1 << 20;
    private static final int WINDOW = 64 << 10;
    private static final int SEGMENT = 16 << 10;

    private final SimStream stream;
    private final Wire wire;
    private final boolean messages;
    private final Deque<Frame> unsent = new ArrayDeque<>();
    private long bytes;
    private int flushed;
    private int credit = WINDOW;
    private boolean full;
    private boolean ending;
    private boolean ended;

    Outbox(SimStream stream, Wire wire) {
        this.stream = stream;
        this.wire = wire;
        this.messages = stream.traits().shape() == Shape.MESSAGES;
    }

    void data(byte[] payload, int flags) {
        if (!messages && payload.length == 0) {
            return;
        }
        if (ending) {
            stream.count(Drop.LOST, weight(payload.length));
        } else if (messages && payload.length > stream.traits().largest()) {
            stream.count(Drop.TOO_LARGE, 1);
        } else if (!stream.traits().reliable() && bytes + payload.length > HARD) {
            stream.count(Drop.WRITE_FULL, weight(payload.length));
        } else {
            unsent.add(new Frame.Payload(payload, flags, stream.traits().pausable()));
            bytes += payload.length;
            full |= bytes >= HIGH;
        }
    }

    void control(Frame frame) {
        if (!ending) {
            unsent.add(frame);
            ending = frame instanceof Frame.Fin;
        }
    }

    void flush() {
        flushed = unsent.size();
        pump();
    }

    void credit(int more) {
        credit += more;
        pump();
    }

    private void pump() {
        while (flushed > 0 && sendOne()) {
        }
        if (full && bytes <= LOW) {
            full = false;
            stream.loop().execute(stream::tellWritable);
        }
    }

    private boolean sendOne() {
        if (!(unsent.element() instanceof Frame.Payload data)) {
            var frame = remove();
            wire.send(frame);
            if (frame instanceof Frame.Fin) {
                ended = true;
                stream.sent();
            }
            return true;
        }
        if (data.owed() && credit <= 0) {
            return false;
        }
        remove();
        int length = data.length();
        if (!messages && length > SEGMENT) {
            unsent.addFirst(new Frame.Payload(Arrays.copyOfRange(data.bytes(), SEGMENT, length), data.flags(),
                    data.owed()));
            flushed++;
            length = SEGMENT;
            data = new Frame.Payload(Arrays.copyOf(data.bytes(), SEGMENT), data.flags(), data.owed());
        }
        bytes -= length;
        credit -= data.owed() ? length : 0;
        wire.send(data);
        return true;
    }

    private Frame remove() {
        flushed--;
        return unsent.remove();
    }

    /** Throws away what was not sent, counted. */
    void discard() {
        ending = true;
        for (var frame : unsent) {
            if (frame instanceof Frame.Payload data) {
                stream.count(Drop.LOST, weight(data.length()));
            }
        }
        unsent.clear();
        bytes = 0;
        flushed = 0;
    }

    private long weight(int length) {
        return messages ? 1 : length;
    }

    boolean writable() {
        return !full;
    }

    /** {@return whether the end of this direction was asked for} */
    boolean ending() {
        return ending;
    }

    /** {@return whether the end of this direction is on the wire} */
    boolean ended() {
        return ended;
    }
}
