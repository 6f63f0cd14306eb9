package io.l7mp.linux;

import io.l7mp.spi.Drop;
import io.l7mp.spi.Mailbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One loop's socket of a datagram port, with the flows that live on this loop. Sorts what comes in by peer; a datagram whose peer lives
 * on another loop goes there by mailbox. On the loop only, but for the constructor.
 */
final class PortSocket implements LoopFd.Handler, DatagramOutput.Owner {
    private static final int MOST_STRAYS = 4_096;
    /** So many batches in a row, before others have their turn. */
    private static final int MOST_ROUNDS = 4;

    final DatagramPort port;
    final EpollLoop loop;
    private final FlowTable flows = new FlowTable();
    private final Mailbox<Stray> strays;
    private @Nullable LoopFd fd;
    private @Nullable DatagramSlabs slabs;
    @SuppressWarnings("NullAway.Init") // set when it opens, before any flow is there
    DatagramOutput output;
    private int overflows;

    /** A datagram that came in on another loop, or on another socket that had our address for a moment. */
    record Stray(RawAddress peer, @Nullable PortFlow flow, ByteBuf payload) {}

    PortSocket(DatagramPort port, EpollLoop loop) {
        this.port = port;
        this.loop = loop;
        strays = loop.mailbox(MOST_STRAYS, this::arrived);
    }

    /** Begins with a bound socket, deaf yet. */
    void open(int number) {
        var own = loop.slabs();
        slabs = own;
        output = new DatagramOutput(own.send, this);
        try {
            fd = LoopFd.register(loop, number, this);
        } catch (IOException unpolled) {
            loop.report(unpolled);
        }
    }

    /** Reads from now on. */
    void start() {
        if (fd != null) {
            fd.poll(false);
        }
    }

    void shut() {
        for (var flow : flows.all()) {
            if (flow.socket == this) {
                flow.close(Duration.ZERO);
            }
        }
        if (slabs != null) {
            output.flush();
            output.discard();
        }
        if (fd != null) {
            fd.shut();
        }
        strays.close(stray -> stray.payload.release());
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

    // hot path
    @Override
    public void ready(boolean readable, boolean writable, boolean failed) {
        if (failed) {
            drainErrors();
        }
        if (writable) {
            output.room();
        }
        var own = slabs;
        for (int round = 0; readable && own != null && round < MOST_ROUNDS && fd != null
                && fd.isOpen(); round++) {
            int count = own.receive.receive(own.calls, number());
            if (count > 0) {
                sort(own.receive, count);
            } else if (count == -Errno.EAGAIN || count == 0) {
                return;
            } else {
                drainErrors();
            }
            readable = count == ReceiveSlab.COUNT || count < 0;
        }
    }

    // hot path
    private void sort(ReceiveSlab slab, int count) {
        int touched = 0;
        for (int i = 0; i < count; i++) {
            if (slab.isCut(i)) {
                port.dropped("too_large", 1);
                continue;
            }
            var flow = flow(slab.headers.name(i));
            if (flow == null) {
                continue;
            }
            if (flow.socket != this) {
                strayed(flow, slab.headers.name(i), slab.payload(i), slab.headers.length(i));
                continue;
            }
            long local = port.isAnyLocal() ? slab.localAddress(i, port.family()) : 0;
            if (local != 0) {
                flow.sentTo(local);
            }
            slab.next[i] = -1;
            if (flow.first < 0) {
                flow.first = i;
                slab.touched[touched++] = flow;
            } else {
                slab.next[flow.last] = i;
            }
            flow.last = i;
        }
        countOverflows(slab.overflows(count - 1));
        deliver(slab, touched);
    }

    // hot path
    private void deliver(ReceiveSlab slab, int touched) {
        for (int i = 0; i < touched; i++) {
            var flow = slab.touched[i];
            if (flow != null) {
                int first = flow.first;
                flow.first = -1;
                if (flow.isOpen() && isIntroduced(flow)) {
                    flow.deliver(slab.batch.chain(first));
                }
            }
        }
        for (int i = 0; i < touched; i++) {
            var flow = slab.touched[i];
            slab.touched[i] = null;
            if (flow != null && flow.isOpen()) {
                flow.turnEnd();
            }
        }
    }

    private void countOverflows(int all) {
        if (all != 0 && all != overflows) {
            port.dropped("socket_full", all - overflows);
            overflows = all;
        }
    }

    // hot path
    /** {@return whose datagram it is, of whatever loop; a new peer's flow is made if there is somebody who wants it} */
    private @Nullable PortFlow flow(long name) {
        var known = flows.find(RawAddress.high(name), RawAddress.low(name), RawAddress.port(name));
        if (known != null && known.isOpen()) {
            return known;
        }
        return stranger(RawAddress.read(name));
    }

    private @Nullable PortFlow stranger(RawAddress peer) {
        for (var old = find(peer); old != null; old = find(peer)) {
            if (old.isOpen()) {
                return old;
            }
            flows.remove(old); // another loop's, which has ended
        }
        var made = new PortFlow(this, peer);
        var owner = port.admit(made);
        if (owner == null) {
            return null;
        }
        flows.put(owner);
        if (owner != made) {
            owner.strayed = true;
            if (!owner.isOpen()) { // it closed before it could know that it is remembered here
                flows.remove(owner);
            }
        }
        return owner;
    }

    private @Nullable PortFlow find(RawAddress peer) {
        return flows.find(peer.high(), peer.low(), peer.port());
    }

    /** {@return whether the flow is known to its listener, which is told now if it is new} */
    private boolean isIntroduced(PortFlow flow) {
        var target = flow.target;
        if (target != null) {
            flow.target = null;
            flow.introduce(target);
        }
        return flow.isOpen();
    }

    private static void strayed(PortFlow flow, long name, long payload, int length) {
        var copy = Memory.copy(payload, length, ByteBufAllocator.DEFAULT);
        if (!flow.socket.strays.offer(new Stray(RawAddress.read(name), flow, copy))) {
            copy.release();
            flow.socket.port.dropped("mailbox_full", 1);
        }
    }

    /** Takes a datagram that came by another way. */
    void arrived(Stray stray) {
        var flow = stray.flow != null && stray.flow.isOpen() ? stray.flow : port.find(stray.peer);
        if (flow == null) {
            flow = stranger(stray.peer);
        }
        if (flow != null && flow.socket != this) {
            if (flow.socket.strays.offer(new Stray(stray.peer, flow, stray.payload))) {
                return;
            }
            port.dropped("mailbox_full", 1);
        } else if (flow != null && isIntroduced(flow)) {
            flow.deliver(new OneDatagram(stray.payload));
            flow.turnEnd();
        }
        stray.payload.release();
    }

    void flushLater() {
        loop.slabs().flushLater();
    }

    /** The flow has ended: its peer may come back with its next datagram. */
    void forget(PortFlow flow) {
        flows.remove(flow);
        port.left(flow);
    }

    /** Another loop's flow has ended. */
    void forgetStray(PortFlow flow) {
        flows.remove(flow);
    }

    // hot path
    @Override
    public boolean isOthersFault(int errno) {
        int drained = drainErrors();
        return drained > 0 || errno == Errno.ECONNREFUSED;
    }

    /** Charges each error to the peer that it names. {@return how many there were} */
    private int drainErrors() {
        var own = slabs;
        int all = 0;
        for (int round = 0; own != null && round < MOST_ROUNDS; round++) {
            int count = own.errors.receive(own.calls, number());
            for (int i = 0; i < count; i++) {
                charge(own.errors, i);
            }
            all += count;
            if (count < ErrorSlab.COUNT) {
                break;
            }
        }
        return all;
    }

    private void charge(ErrorSlab errors, int i) {
        int errno = errors.errno(i);
        if (!errors.hasPeer(i)) {
            return;
        }
        var flow = port.find(RawAddress.read(errors.peer(i)));
        if (flow == null) {
            return;
        }
        if (errno == Errno.ECONNREFUSED || errno == Errno.ENOPROTOOPT) {
            flow.failLater("recvmsg", errno);
        } else {
            flow.loop.execute(() -> flow.dropped(Drop.SEND_FAILED));
        }
    }

    @Override
    public void loopClosed() {
        output.discard();
        strays.close(stray -> stray.payload.release());
    }

    @Override
    public String toString() {
        return "UDP " + port.address();
    }
}
