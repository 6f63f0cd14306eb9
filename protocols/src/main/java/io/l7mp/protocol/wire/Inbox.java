package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What came in on a stream, on its way to the receiver: holds it back while the stream is paused or has no receiver, and keeps the
 * order of the contract. Payload is delivered from inside {@link #payload} where nothing is in its way; all else comes in a later
 * turn, so it may be reported from inside any method of the stream. A receiver that throws ends its stream and nothing else.
 *
 * <p>How much may be held is the stream's own business, which looks at {@link #bytes()} and {@link #messages()}. On the stream's
 * loop only.
 */
public final class Inbox {
    private final Stream owner;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final Runnable delivery = this::deliver;
    private @Nullable Receiver receiver;

    /** How often a receiver was attached: a delivery that is under way ends when another comes. */
    private int attached;

    private boolean paused = true;
    private boolean delivering;
    private boolean queued;

    /** Whether the receiver got payload that it was not yet asked to flush. */
    private boolean midTurn;

    private boolean writable;
    private @Nullable Metadata answer;
    private @Nullable Metadata trailers;
    private @Nullable Cause end;
    private boolean over;

    /** Whether we closed the stream ourselves: nobody wants anything of it any more. */
    private boolean discarded;

    private long bytes;

    /** A payload that waits. */
    private record Held(ByteBuf payload, int flags) {}

    /**
     * Makes an empty one, paused and without receiver.
     *
     * @param owner whose payload it is; closed with {@link Kind#BUG} when its receiver throws
     */
    public Inbox(Stream owner) {
        this.owner = owner;
    }

    /**
     * Sets who gets everything from now on.
     *
     * @param to the receiver
     */
    public void attach(Receiver to) {
        receiver = to;
        attached++;
        wake();
    }

    /**
     * Puts a payload before all others.
     *
     * @param rest owned by the inbox from here
     * @param flags as they came
     */
    public void unread(ByteBuf rest, int flags) {
        if (over || discarded) {
            rest.release();
            return;
        }
        bytes += rest.readableBytes();
        held.addFirst(new Held(rest, flags));
        wake();
    }

    /** Delivers no payload and no orderly end after this returns. */
    public void pause() {
        paused = true;
    }

    /** Delivers again, from a later turn on. */
    public void resume() {
        paused = false;
        wake();
    }

    /**
     * Throws away the payload that waits longest, if one does.
     *
     * @return its bytes
     */
    public int dropOldest() {
        var oldest = held.poll();
        if (oldest == null) {
            return 0;
        }
        int size = oldest.payload.readableBytes();
        bytes -= size;
        oldest.payload.release();
        return size;
    }

    /** {@return whether it holds payload back} */
    public boolean isPaused() {
        return paused || receiver == null;
    }

    /** {@return bytes held} */
    public long bytes() {
        return bytes;
    }

    /** {@return payloads held} */
    public int messages() {
        return held.size();
    }

    /** {@return whether the end was reported, delivered or not} */
    public boolean isOver() {
        return end != null;
    }

    /**
     * The head of an answer came.
     *
     * @param head goes before all payload
     */
    public void answer(Metadata head) {
        answer = head;
        wake();
    }

    /**
     * A payload came. // hot path
     *
     * @param payload owned by the inbox from here
     * @param flags as they came
     */
    public void payload(ByteBuf payload, int flags) {
        var to = receiver;
        if (end != null) {
            payload.release();
        } else if (to == null || paused || delivering || answer != null || !held.isEmpty()) {
            bytes += payload.readableBytes();
            held.addLast(new Held(payload, flags));
            wake();
        } else {
            delivering = true;
            hand(to, payload, flags);
            delivering = false;
        }
    }

    /** Nothing more this turn: passes it on, if payload was. From the loop only, not from inside a method of the stream. */
    public void turnEnd() {
        var to = receiver;
        if (midTurn && to != null && !over) {
            midTurn = false;
            try {
                to.turnEnd();
            } catch (RuntimeException | Error bug) {
                fail(bug);
            }
        }
    }

    /** Passes {@link #turnEnd()} on in a task of its own, which runs after all that is under way in this turn. */
    public void turnEndLater() {
        if (midTurn) {
            wake();
        }
    }

    /**
     * The peer ended its direction.
     *
     * @param with its trailers
     */
    public void finished(Metadata with) {
        if (trailers == null && end == null) {
            trailers = with;
            wake();
        }
    }

    /** The stream can be written to again. */
    public void writable() {
        writable = true;
        wake();
    }

    /**
     * Both directions are over; the first cause counts. Comes after all that is held, unless nobody will read it: a failure does not
     * wait for a finish that is held back. What is held may wait for this very stream to be writable, which one that is over always is:
     * that is told first.
     *
     * @param cause why
     */
    public void closed(Cause cause) {
        if (end == null) {
            end = cause;
            writable |= isHolding();
            wake();
        }
    }

    /**
     * Throws away what is held, since the stream was closed on our side.
     *
     * @return bytes
     */
    public long discard() {
        var thrown = bytes;
        for (var next = held.poll(); next != null; next = held.poll()) {
            next.payload.release();
        }
        bytes = 0;
        trailers = null;
        answer = null;
        discarded = true;
        wake();
        return thrown;
    }

    /** {@return whether the end has to wait for the receiver to resume} */
    private boolean isHolding() {
        return paused && (!held.isEmpty() || trailers != null);
    }

    private void wake() {
        if (!queued && !over && receiver != null) {
            queued = true;
            owner.loop().execute(delivery);
        }
    }

    private void deliver() {
        queued = false;
        var to = receiver;
        if (to == null || over || delivering) {
            return;
        }
        var turn = attached;
        delivering = true;
        try {
            deliver(to, turn);
        } catch (RuntimeException | Error bug) {
            fail(bug);
        } finally {
            delivering = false;
        }
        turnEnd();
        if (attached != turn) {
            wake();
        }
    }

    private void deliver(Receiver to, int turn) {
        if (answer != null && !paused) {
            var head = answer;
            answer = null;
            to.answer(head);
        }
        while (!paused && attached == turn && !held.isEmpty()) {
            var next = held.remove();
            bytes -= next.payload.readableBytes();
            hand(to, next.payload, next.flags);
        }
        if (writable && (end == null || isHolding()) && attached == turn && owner.writable()) {
            writable = false;
            to.writable();
        }
        if (held.isEmpty() && attached == turn) {
            ends(to, turn);
        }
    }

    private void ends(Receiver to, int turn) {
        var with = trailers;
        if (with != null && !paused) {
            turnEnd();
            trailers = null;
            to.finished(with);
        }
        var cause = end;
        if (cause != null && attached == turn && held.isEmpty() && (trailers == null || !cause.isOrderly())) {
            turnEnd();
            over = true;
            to.closed(cause);
        }
    }

    private void hand(Receiver to, ByteBuf payload, int flags) {
        midTurn = true;
        try {
            to.payload(payload, flags);
        } catch (RuntimeException | Error bug) {
            fail(bug);
        }
    }

    private void fail(Throwable bug) {
        owner.close(Cause.of(Kind.BUG, bug.toString()));
    }
}
