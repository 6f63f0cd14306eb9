package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to and from one peer: a share of a port's socket, or a connected socket of its own. On its loop only.
 *
 * <p>Datagrams that the socket does not take at once wait, at most 256 of them or 1 MiB for each flow; later ones are dropped and
 * counted.
 */
public abstract sealed class DatagramFlow permits PortFlow, ConnectedFlow {
    /** Most bytes of one datagram over IPv4: 65,535 less the headers of IP and UDP. */
    public static final int LARGEST = 65_507;

    private static final int MOST_WAITING = 256;
    private static final int MOST_WAITING_BYTES = 1 << 20;
    private static final int HIGH_WATER = MOST_WAITING / 4;
    private static final int HIGH_WATER_BYTES = MOST_WAITING_BYTES / 4;
    private static final int LOW_WATER = HIGH_WATER / 4;
    private static final int LOW_WATER_BYTES = HIGH_WATER_BYTES / 4;

    final EpollLoop loop;
    final RawAddress peer;
    /** Chain of its messages in the receive slab while a batch is sorted. */
    int first = -1;
    int last = -1;

    private @Nullable DatagramListener listener;
    private int waiting;
    private int waitingBytes;
    private boolean full;

    DatagramFlow(EpollLoop loop, RawAddress peer) {
        this.loop = loop;
        this.peer = peer;
    }

    /** {@return the loop that owns it} */
    public final EpollLoop loop() {
        return loop;
    }

    /** {@return the peer, IPv4 plain} */
    public final InetSocketAddress peer() {
        return peer.address();
    }

    /** {@return our address: where the peer's last datagram went to} */
    public abstract InetSocketAddress local();

    /** {@return whether it was not closed yet} */
    public abstract boolean isOpen();

    /**
     * Sets who hears of it.
     *
     * @param to all news goes there
     */
    public final void listen(DatagramListener to) {
        listener = to;
    }

    final DatagramListener listener() {
        return Objects.requireNonNull(listener, "listener");
    }

    /** Begins to hear from a peer of one's own; the peers of a port are heard from the beginning. */
    public abstract void start();

    /**
     * Sends one datagram, with others at the end of the turn or at {@link #flush()}.
     *
     * @param payload at most {@link #LARGEST}; owned by the flow from here
     */
    public abstract void send(ByteBuf payload);

    /**
     * Sends some datagrams.
     *
     * @param batch lent until this returns
     */
    public abstract void send(Batch batch);

    /** Sends at the end of the turn what was not sent yet. */
    public abstract void flush();

    /** {@return whether little is waiting to be sent} */
    public final boolean writable() {
        return !full;
    }

    /**
     * Ends it; idempotent. {@link DatagramListener#ended()} follows, from inside or later.
     *
     * @param linger how long what waits to be sent may take; zero to throw it away
     */
    public abstract void close(Duration linger);

    /** Writes into a message header where the message goes. */
    abstract void address(MessageHeaders headers, int i);

    /** {@return whether a datagram may wait; it is counted as waiting then} */
    final boolean mayWait(int length) {
        if (waiting >= MOST_WAITING || waitingBytes + length > MOST_WAITING_BYTES) {
            return false;
        }
        waiting++;
        waitingBytes += length;
        full |= waiting >= HIGH_WATER || waitingBytes >= HIGH_WATER_BYTES;
        return true;
    }

    /** A datagram waits no longer. */
    final void waitedFor(int length) {
        waiting--;
        waitingBytes -= length;
        if (full && waiting <= LOW_WATER && waitingBytes <= LOW_WATER_BYTES) {
            full = false;
            if (isOpen()) {
                listener().room();
            }
        }
    }

    /** A datagram was thrown away. */
    final void dropped(Drop why) {
        if (listener != null) {
            listener.dropped(why, 1);
        }
    }

    // hot path
    /** Passes a batch on; what the listener throws is its own flow's end. */
    final void deliver(Batch batch) {
        try {
            listener().arrived(batch);
        } catch (Throwable bug) {
            broken(bug);
        }
    }

    // hot path
    final void turnEnd() {
        try {
            listener().turnEnd();
        } catch (Throwable bug) {
            broken(bug);
        }
    }

    /** Ends it for a fault of its listener. */
    final void broken(Throwable bug) {
        loop.report(bug);
        try {
            fail(Cause.of(Kind.BUG, bug.toString()));
        } catch (Throwable again) { // the others of the batch have nothing to do with it
            loop.report(again);
        }
    }

    /** Tells the listener in a later turn, since this may be found out in the middle of anything. */
    final void failLater(String call, int errno) {
        var kind = errno == Errno.ECONNREFUSED ? Kind.REFUSED : Kind.RESET;
        loop.execute(() -> fail(Cause.of(kind, call + " " + Errno.name(errno))));
    }

    private void fail(Cause cause) {
        if (isOpen() && listener != null) {
            listener.failed(cause);
        }
    }
}
