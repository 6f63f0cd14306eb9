package io.l7mp.linux;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One UDP address of ours: a socket for each loop, the listeners that have a claim on it, and all its peers. Lives as long as anybody
 * has a claim or a flow on it, so that a listener that goes leaves its sessions alive. Claims belong to the home loop; peers come and
 * go on all of them.
 */
final class DatagramPort {
    private static final int CLOSED = -1;

    private final DatagramPorts ports;
    private final InetSocketAddress address;
    private final RawAddress local;
    private final boolean anyLocal;
    private final List<PortSocket> sockets = new ArrayList<>();
    /** Which flow has which peer, on all loops. */
    private final Map<RawAddress, PortFlow> peers = new ConcurrentHashMap<>();
    private final AtomicInteger living = new AtomicInteger();

    // Of the home loop; read by all.
    private volatile List<DatagramClaim> claims = List.of();
    private volatile DatagramTarget newest;

    // Of the home loop.
    private boolean started;
    private final List<Runnable> whenClosed = new ArrayList<>();

    DatagramPort(DatagramPorts ports, RawAddress local, DatagramTarget first) {
        this.ports = ports;
        this.local = local;
        this.address = local.address();
        anyLocal = address.getAddress().isAnyLocalAddress();
        newest = first;
    }

    /** Takes the bound sockets, one for each loop. */
    void open(int[] descriptors) {
        var loops = ports.loops();
        for (int i = 0; i < descriptors.length; i++) {
            int fd = descriptors[i];
            var socket = new PortSocket(this, loops.get(i));
            sockets.add(socket);
            loops.get(i).execute(() -> socket.open(fd));
        }
    }

    InetSocketAddress address() {
        return address;
    }

    RawAddress local() {
        return local;
    }

    int family() {
        return local.family();
    }

    boolean isAnyLocal() {
        return anyLocal;
    }

    PortSocket socket(EpollLoop loop) {
        return sockets.get(loop.index());
    }

    /** {@return whether a socket of the kernel can have both addresses only if it is told to share} */
    boolean overlaps(RawAddress other) {
        return other.port() == local.port() && (anyLocal || other.address().getAddress().isAnyLocalAddress()
                || other.address().equals(address));
    }

    DatagramClaim claim(DatagramTarget target) {
        var claim = new DatagramClaim(ports, this, target);
        var all = new ArrayList<>(claims);
        all.add(claim);
        claims = List.copyOf(all);
        newest = target;
        return claim;
    }

    void start(DatagramClaim claim) {
        if (!claims.contains(claim)) {
            return;
        }
        if (!started) {
            started = true;
            sockets.forEach(socket -> socket.loop.execute(socket::start));
        }
    }

    void leave(DatagramClaim claim, Runnable done) {
        var all = new ArrayList<>(claims);
        all.remove(claim);
        claims = List.copyOf(all);
        if (!claims.isEmpty()) {
            newest = claims.getLast().target;
            done.run();
        } else if (!closes(done)) {
            done.run(); // sessions keep the socket; the next binding on the address adopts it
        }
    }

    /** Runs a task when nothing of the port is left, or at once if others need it. */
    void whenGone(Runnable done) {
        if (!claims.isEmpty() || !closes(done)) {
            done.run();
        }
    }

    /** {@return whether the port is closed or closing, after which the task runs} */
    private boolean closes(Runnable done) {
        if (living.get() == CLOSED) {
            if (whenClosed.isEmpty()) {
                done.run();
            } else {
                whenClosed.add(done);
            }
            return true;
        }
        if (!living.compareAndSet(0, CLOSED)) {
            return false;
        }
        ports.closing(this);
        whenClosed.add(done);
        var left = new AtomicInteger(sockets.size());
        sockets.forEach(socket -> socket.loop.execute(() -> {
            try {
                socket.shut();
            } finally {
                if (left.decrementAndGet() == 0) {
                    ports.run(this::closed);
                }
            }
        }));
        return true;
    }

    private void closed() {
        ports.closed(this);
        var all = List.copyOf(whenClosed);
        whenClosed.clear();
        all.forEach(Runnable::run);
    }

    /** Any loop. {@return the flow that has this one's peer: itself if it is let in, nothing if nobody wants it} */
    @Nullable
    PortFlow admit(PortFlow made) {
        var known = peers.get(made.peer);
        if (known != null) {
            return known;
        }
        var target = target(made);
        if (target == null) {
            return null;
        }
        if (living.getAndUpdate(count -> count == CLOSED ? CLOSED : count + 1) == CLOSED) {
            return null;
        }
        made.target = target;
        var other = peers.putIfAbsent(made.peer, made);
        if (other != null) {
            leave();
            return other;
        }
        return made;
    }

    private @Nullable DatagramTarget target(PortFlow made) {
        var all = claims;
        var peer = made.peer();
        var isDeaf = true;
        for (int i = all.size() - 1; i >= 0; i--) {
            var claim = all.get(i);
            if (claim.started) {
                isDeaf = false;
                if (claim.target.admits(peer)) {
                    return claim.target;
                }
            }
        }
        newest.refused(isDeaf ? "not_accepting" : "unknown_peer");
        return null;
    }

    /** Any loop. */
    void dropped(String reason, int messages) {
        newest.dropped(reason, messages);
    }

    /** Any loop. {@return the living flow of a peer} */
    @Nullable
    PortFlow find(RawAddress peer) {
        return peers.get(peer);
    }

    /** The flow's loop: it has ended. */
    void left(PortFlow flow) {
        peers.remove(flow.peer, flow);
        if (flow.strayed) {
            for (var socket : sockets) {
                if (socket != flow.socket) {
                    socket.loop.execute(() -> socket.forgetStray(flow));
                }
            }
        }
        leave();
    }

    private void leave() {
        if (living.updateAndGet(count -> count == CLOSED ? CLOSED : count - 1) == 0) {
            ports.run(() -> {
                if (claims.isEmpty()) {
                    closes(() -> {});
                }
            });
        }
    }
}
