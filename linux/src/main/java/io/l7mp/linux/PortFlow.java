package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A peer of a datagram port: what it sends comes in on the port's socket, and what is sent to it leaves there. */
final class PortFlow extends DatagramFlow {
    private static final int SOL_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IP_PKTINFO_SIZE = 12;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_PKTINFO_SIZE = 20;
    private static final byte IPV6_MULTICAST = (byte) 0xFF;

    final PortSocket socket;

    /** Written on its loop; a loop on which it strayed looks before it sends something over. */
    private volatile boolean open = true;

    /** Whether another loop remembers it; written there before it hands anything over. */
    volatile boolean strayed;

    /** Who has not heard of it yet. */
    @Nullable
    DatagramTarget target;

    private boolean hasLocal;
    private long localHigh;
    private long localLow;

    PortFlow(PortSocket socket, RawAddress peer) {
        super(socket.loop, peer);
        this.socket = socket;
    }

    // hot path
    /** Remembers where the peer's newest datagram was sent to: answers leave from there. */
    void sentTo(long at) {
        if (peer.family() == RawAddress.IPV4) {
            localLow = Memory.getInt(at) & 0xFFFF_FFFFL;
            hasLocal = true;
        } else if (Memory.getByte(at) != IPV6_MULTICAST) {
            localHigh = Memory.getLong(at);
            localLow = Memory.getLong(at + 8);
            hasLocal = true;
        }
    }

    // hot path
    @Override
    void address(MessageHeaders headers, int i) {
        peer.write(headers.name(i));
        if (!hasLocal) {
            headers.lengths(i, peer.length(), 0);
            return;
        }
        long control = headers.control(i);
        long at = control + MessageHeaders.CONTROL_HEADER;
        if (peer.family() == RawAddress.IPV4) {
            header(control, SOL_IP, IP_PKTINFO, IP_PKTINFO_SIZE);
            Memory.putInt(at, 0); // by whatever interface
            Memory.putInt(at + 4, (int) localLow);
            Memory.putInt(at + 8, 0);
            headers.lengths(i, peer.length(), MessageHeaders.CONTROL_HEADER + 16);
        } else {
            header(control, SOL_IPV6, IPV6_PKTINFO, IPV6_PKTINFO_SIZE);
            Memory.putLong(at, localHigh);
            Memory.putLong(at + 8, localLow);
            Memory.putInt(at + 16, 0);
            headers.lengths(i, peer.length(), MessageHeaders.CONTROL_HEADER + 24);
        }
    }

    private static void header(long control, int level, int type, int size) {
        Memory.putLong(control, MessageHeaders.CONTROL_HEADER + size);
        Memory.putInt(control + 8, level);
        Memory.putInt(control + 12, type);
    }

    @Override
    public InetSocketAddress local() {
        return hasLocal
                ? new RawAddress(peer.family(), socket.port.address().getPort(), localHigh, localLow, 0)
                        .address()
                : socket.port.address();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void start() {
        // The port has started.
    }

    // hot path
    @Override
    public void send(ByteBuf payload) {
        if (open) {
            socket.output.add(this, payload);
        } else {
            payload.release();
        }
    }

    // hot path
    @Override
    public void send(Batch batch) {
        if (open) {
            socket.output.addCopies(this, batch);
        }
    }

    // hot path
    @Override
    public void flush() {
        socket.flushLater();
    }

    /** What waits leaves as long as the port lives. */
    @Override
    public void close(Duration linger) {
        if (open) {
            flush();
            abandon();
            listener().ended();
        }
    }

    /** Tells its listener of it; if that fails, nobody else is hurt. */
    void introduce(DatagramTarget to) {
        try {
            to.arrived(this);
        } catch (Throwable bug) {
            broken(bug);
            if (open) { // nobody listens
                abandon();
            }
        }
    }

    /** Ends it before anybody heard of it. */
    private void abandon() {
        open = false;
        socket.forget(this);
    }
}
