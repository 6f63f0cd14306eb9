package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A peer with a connected socket of its own: the kernel lets nobody else in, and reports when nobody listens there. */
final class ConnectedFlow extends DatagramFlow implements LoopFd.Handler, DatagramOutput.Owner {
    private static final int MOST_ROUNDS = 4;

    private final DatagramPorts ports;
    private final RawAddress local;
    private final boolean isShared;
    private final DatagramOutput output;
    private @Nullable LoopFd fd;
    private @Nullable Timer lingering;
    private boolean open = true;
    private boolean ended;

    ConnectedFlow(DatagramPorts ports, EpollLoop loop, RawAddress peer, RawAddress local, boolean isShared) {
        super(loop, peer);
        this.ports = ports;
        this.local = local;
        this.isShared = isShared;
        output = new DatagramOutput(loop.slabs().send, this);
    }

    /** {@return why it cannot be had, or null} */
    @Nullable
    Cause open(int number) {
        try {
            fd = LoopFd.register(loop, number, this);
            if (isShared) {
                ports.holds(local.port(), 1);
            }
            return null;
        } catch (IOException unpolled) {
            return Cause.of(Kind.LIMIT, String.valueOf(unpolled.getMessage()));
        }
    }

    @Override
    public void start() {
        waitsForRoom(false);
    }

    @Override
    public InetSocketAddress local() {
        return local.address();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    // hot path
    @Override
    public void ready(boolean readable, boolean writable, boolean failed) {
        if (writable) {
            output.room();
            if (!open && output.isEmpty()) {
                end();
            }
        }
        var slab = loop.slabs().receive;
        int errno = 0;
        var more = readable || failed;
        for (int round = 0; more && round < MOST_ROUNDS && fd != null && fd.isOpen(); round++) {
            int count = slab.receive(loop.slabs().calls, number());
            if (count > 0) {
                take(slab, count);
            } else if (count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR) {
                errno = -count;
            }
            // What came before an error is read first.
            more = count == ReceiveSlab.COUNT || (count < 0 && count != -Errno.EAGAIN);
        }
        if (errno != 0) {
            failLater("recvmsg", errno);
        }
    }

    // hot path
    private void take(ReceiveSlab slab, int count) {
        int first = -1;
        int previous = -1;
        for (int i = 0; i < count; i++) {
            if (isShared && !peer.isAt(slab.headers.name(i))) {
                ports.strayed(loop, local, RawAddress.read(slab.headers.name(i)),
                        Memory.copy(slab.payload(i), slab.headers.length(i), ByteBufAllocator.DEFAULT));
                continue;
            }
            slab.next[i] = -1;
            if (first < 0) {
                first = i;
            } else {
                slab.next[previous] = i;
            }
            previous = i;
        }
        if (first >= 0 && open) {
            deliver(slab.batch.chain(first));
            if (open) {
                turnEnd();
            }
        }
    }

    @Override
    void address(MessageHeaders headers, int i) {
        headers.lengths(i, 0, 0);
    }

    // hot path
    @Override
    public void send(ByteBuf payload) {
        if (open) {
            output.add(this, payload);
        } else {
            payload.release();
        }
    }

    // hot path
    @Override
    public void send(Batch batch) {
        if (open) {
            output.sendNow(this, batch);
        }
    }

    // hot path
    @Override
    public void flush() {
        output.flush(); // no other flow shares the call
    }

    // hot path
    @Override
    public int send(long headers, int count) {
        return loop.slabs().calls.sendmmsg(number(), headers, count, Syscalls.MSG_NOSIGNAL);
    }

    private int number() {
        return fd == null ? -1 : fd.number();
    }

    @Override
    public void waitsForRoom(boolean waits) {
        if (fd != null) {
            fd.poll(waits);
        }
    }

    /** An error that waits on a connected socket is what came of an earlier datagram: the peer is gone. */
    @Override
    public boolean isOthersFault(int errno) {
        if (errno == Errno.ECONNREFUSED || errno == Errno.ENOPROTOOPT) {
            failLater("recvmsg", errno);
        }
        return false;
    }

    @Override
    public void close(Duration linger) {
        if (!open) {
            return;
        }
        output.flush();
        open = false;
        if (output.isEmpty() || linger.isZero()) {
            end();
        } else {
            lingering = loop.after(linger, this::end);
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (lingering != null) {
            lingering.cancel();
        }
        output.discard();
        if (fd != null) {
            fd.shut();
        }
        if (isShared) {
            ports.holds(local.port(), -1);
        }
        listener().ended();
    }

    @Override
    public void loopClosed() {
        ended = true;
        open = false;
        output.discard();
    }

    @Override
    public String toString() {
        return "UDP " + local() + "-" + peer();
    }
}
