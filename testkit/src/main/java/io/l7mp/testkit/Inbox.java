package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Shape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived at a simulated stream and was not read. Bytes are cut and joined at random on their way to the receiver, since
 * borders between them must not matter. On the stream's loop.
 */
final class Inbox {
    private static final int MOST_MESSAGES = 256;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_AT_ONCE = 16;

    private final SimStream stream;
    private final SimNet net;
    private final boolean messages;
    private final Deque<Frame> held = new ArrayDeque<>();
    private long bytes;
    private boolean paused = true;
    private boolean scheduled;
    private boolean stopped;
    private boolean finished;
    private int owed;
    private @Nullable Receiver receiver;
    private @Nullable Cause last;

    Inbox(SimStream stream, SimNet net) {
        this.stream = stream;
        this.net = net;
        this.messages = stream.traits().shape() == Shape.MESSAGES;
    }

    void arrived(Frame frame) {
        if (stopped) {
            return;
        }
        if (frame instanceof Frame.Payload data) {
            boolean full = held.size() >= MOST_MESSAGES || bytes + data.length() > MOST_BYTES;
            if (full && !stream.traits().pausable()) {
                stream.count(Drop.QUEUE_FULL, messages ? 1 : data.length());
                return;
            }
            bytes += data.length();
        }
        held.add(frame);
        schedule();
    }

    void unread(byte[] rest, int flags) {
        if (!stopped) {
            held.addFirst(new Frame.Payload(rest, flags, false));
            bytes += rest.length;
            schedule();
        }
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        schedule();
    }

    void attach(Receiver newcomer) {
        receiver = newcomer;
        schedule();
    }

    private boolean ready() {
        return receiver != null && (last != null || (!stopped && !paused && !held.isEmpty()));
    }

    private void schedule() {
        if (!scheduled && ready()) {
            scheduled = true;
            stream.loop().execute(this::deliver);
        }
    }

    private void deliver() {
        scheduled = false;
        boolean any = false;
        for (int left = 1 + net.random().nextInt(MOST_AT_ONCE); left > 0 && last == null && ready(); left--) {
            any = true;
            give();
        }
        if (any && !stopped && receiver != null) {
            receiver.turnEnd();
        }
        if (owed > 0) {
            stream.giveBack(owed);
            owed = 0;
        }
        if (finished && !stopped) {
            stream.read();
        }
        if (last != null && receiver != null) {
            var listener = receiver;
            receiver = null;
            scheduled = true;
            listener.closed(last);
        }
        schedule();
    }

    private void give() {
        if (receiver == null) {
            return;
        }
        switch (held.remove()) {
            case Frame.Payload data -> {
                var piece = messages ? data : recut(data);
                bytes -= piece.length();
                owed += piece.owed() ? piece.length() : 0;
                receiver.payload(stream.buffer(piece.bytes()), piece.flags());
            }
            case Frame.Head(var head) -> receiver.answer(head);
            case Frame.Fin(var trailers) -> {
                finished = true;
                receiver.finished(trailers);
            }
            case Frame other -> throw new IllegalStateException("not for a receiver: " + other);
        }
    }

    /** Gives back a piece of some bytes, or joins them with the next. */
    private Frame.Payload recut(Frame.Payload data) {
        int choice = net.random().nextInt(4);
        if (choice == 0 && data.length() > 1) {
            int cut = 1 + net.random().nextInt(data.length() - 1);
            held.addFirst(
                    new Frame.Payload(Arrays.copyOfRange(data.bytes(), cut, data.length()), data.flags(),
                            data.owed()));
            return new Frame.Payload(Arrays.copyOf(data.bytes(), cut), data.flags(), data.owed());
        }
        if (choice == 1 && held.peek() instanceof Frame.Payload next && next.owed() == data.owed()
                && next.flags() == data.flags()) {
            held.remove();
            var both = Arrays.copyOf(data.bytes(), data.length() + next.length());
            System.arraycopy(next.bytes(), 0, both, data.length(), next.length());
            return new Frame.Payload(both, data.flags(), data.owed());
        }
        return data;
    }

    /**
     * Delivers nothing more but the end.
     *
     * @return whether something had not been read
     */
    boolean stop() {
        boolean unread = held.stream().anyMatch(Frame.Payload.class::isInstance);
        stopped = true;
        held.clear();
        bytes = 0;
        return unread;
    }

    /** Tells the end, in a later turn. */
    void end(Cause cause) {
        stop();
        last = cause;
        schedule();
    }

    void tellWritable() {
        if (!stopped && receiver != null) {
            receiver.writable();
        }
    }

    /** {@return whether the end of this direction was told} */
    boolean finished() {
        return finished;
    }
}
