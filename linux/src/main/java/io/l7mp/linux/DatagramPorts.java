package io.l7mp.linux;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The datagram sockets of the program by address. Binding, which has to look at all of them, happens on one loop; everything else on the
 * loop of the flow.
 *
 * <p>A port has one socket for each loop, and the kernel deals peers out to them ({@code SO_REUSEPORT}). With that flag any process of
 * the same user can bind the same address unnoticed, so a bind without it first shows that nobody else is there.
 */
public final class DatagramPorts {
    private static final int MOST_TRIES = 8;

    private final List<EpollLoop> loops;
    private final EpollLoop home;
    /** Changed on the home loop. */
    private final Map<RawAddress, DatagramPort> ports = new ConcurrentHashMap<>();
    /** Their sockets are being closed. Changed on the home loop. */
    private final Set<DatagramPort> closing = ConcurrentHashMap.newKeySet();
    /** How many connected sockets of ours are bound to a port number that was asked for. */
    private final Map<Integer, Integer> ownSockets = new ConcurrentHashMap<>();

    DatagramPorts(EpollLoops group) {
        loops = group.members();
        home = loops.getFirst();
    }

    List<EpollLoop> loops() {
        return loops;
    }

    /** Runs a task on the home loop. */
    void run(Runnable task) {
        if (home.inLoop()) {
            task.run();
        } else {
            home.execute(task);
        }
    }

    /**
     * Takes an address, or shares the one that we have there. Any thread.
     *
     * @param address ours, resolved; port 0 for any
     * @param target gets the new peers, once the claim was started
     * @param done hears of the result, on any thread: the claim, or what the system said
     */
    public void bind(InetSocketAddress address, DatagramTarget target, Completion<DatagramClaim> done) {
        run(() -> {
            var setup = new DatagramSetup(home.slabs());
            var raw = setup.raw(address, RawAddress.family(address.getAddress()));
            var held = ports.get(raw);
            if (held != null) {
                done.done(held.claim(target));
                return;
            }
            for (var leaving : closing) {
                if (leaving.overlaps(raw)) {
                    leaving.whenGone(() -> bind(address, target, done));
                    return;
                }
            }
            int[] descriptors = new int[loops.size()];
            int result = open(setup, raw, descriptors);
            if (result < 0) {
                done.failed(Cause.of(Kind.REFUSED, "bind " + Errno.text(-result)));
                return;
            }
            var port = new DatagramPort(this, withPort(raw, result), target);
            ports.put(port.local(), port);
            port.open(descriptors);
            done.done(port.claim(target));
        });
    }

    private static RawAddress withPort(RawAddress address, int port) {
        return new RawAddress(address.family(), port, address.high(), address.low(), address.scope());
    }

    /** Binds all sockets before the first is read. {@return the port number, or the negative error number} */
    private int open(DatagramSetup setup, RawAddress wanted, int[] descriptors) {
        int result = 0;
        for (int i = 0; i < MOST_TRIES; i++) {
            int number = mayProbe(wanted) ? setup.probe(wanted) : wanted.port();
            result = number < 0 ? number : openAll(setup, withPort(wanted, number), descriptors);
            if (result >= 0 || wanted.port() != 0) {
                return result < 0 ? result : number;
            }
        }
        return result;
    }

    private static int openAll(DatagramSetup setup, RawAddress address, int[] descriptors) {
        for (int i = 0; i < descriptors.length; i++) {
            int fd = setup.open(address.family());
            int result = fd;
            if (fd >= 0) {
                setup.share(fd);
                setup.spread(fd);
                setup.report(fd, address.family(), address.address().getAddress().isAnyLocalAddress());
                setup.enlarge(fd);
                descriptors[i] = fd;
                result = setup.bind(fd, address);
            }
            if (result < 0) {
                for (int j = 0; j <= i && (j < i || fd >= 0); j++) {
                    setup.slabs().calls.close(descriptors[j]);
                }
                return result;
            }
        }
        return 0;
    }

    /** The probe would fail against sockets of our own. */
    private boolean mayProbe(RawAddress address) {
        return !ownSockets.containsKey(address.port())
                && ports.values().stream().noneMatch(port -> port.overlaps(address))
                && closing.stream().noneMatch(port -> port.overlaps(address));
    }

    void closing(DatagramPort port) {
        ports.remove(port.local(), port);
        closing.add(port);
    }

    void closed(DatagramPort port) {
        closing.remove(port);
    }

    /**
     * Connects a socket of its own to a peer. On the loop.
     *
     * @param loop the flow's
     * @param local where from; null for any
     * @param peer where to, resolved
     * @param done hears of the result before this returns: the flow, deaf until {@link DatagramFlow#start()}, or what the system
     *        said, beginning with the call
     */
    public void connect(EpollLoop loop, @Nullable InetSocketAddress local, InetSocketAddress peer,
            Completion<DatagramFlow> done) {
        var setup = new DatagramSetup(loop.slabs());
        int family = local == null
                ? RawAddress.family(peer.getAddress())
                : Math.max(RawAddress.family(local.getAddress()), RawAddress.family(peer.getAddress()));
        int fd = setup.open(family);
        if (fd < 0) {
            done.failed(notConnected("socket", fd));
            return;
        }
        setup.enlarge(fd);
        int bound = local == null ? 0 : bindOwn(setup, fd, setup.raw(local, family));
        var to = setup.raw(peer, family);
        int connected = bound < 0 ? 0 : setup.connect(fd, to);
        if (bound < 0 || connected < 0) {
            setup.slabs().calls.close(fd);
            done.failed(bound < 0 ? notConnected("bind", bound) : notConnected("connect", connected));
            return;
        }
        var flow = new ConnectedFlow(this, loop, to, setup.local(fd), local != null);
        var cause = flow.open(fd);
        if (cause == null) {
            done.done(flow);
        } else {
            done.failed(cause);
        }
    }

    /** Sharing is allowed after the system chose a port, since it would choose one that others share. */
    private int bindOwn(DatagramSetup setup, int fd, RawAddress from) {
        if (from.port() == 0) {
            int bound = setup.bind(fd, from);
            setup.share(fd);
            return bound;
        }
        int free = mayProbe(from) ? setup.probe(from) : 0;
        setup.share(fd);
        return free < 0 ? free : setup.bind(fd, from);
    }

    private static Cause notConnected(String call, int result) {
        return Cause.of(SocketFault.kind(call, Errno.name(-result)), call + " " + Errno.text(-result));
    }

    /** A connected socket of ours has a port number that was asked for, or gives it back. Any loop. */
    void holds(int port, int more) {
        ownSockets.merge(port, more, (old, change) -> old + change == 0 ? null : old + change);
    }

    /**
     * A connected socket got a datagram that was sent to its address before it was connected. On the loop.
     *
     * @param payload owned by the port from here
     */
    void strayed(EpollLoop loop, RawAddress local, RawAddress peer, ByteBuf payload) {
        for (var port : ports.values()) {
            if (port.overlaps(local) && port.family() == local.family()) {
                port.socket(loop).arrived(new PortSocket.Stray(peer, null, payload));
                return;
            }
        }
        payload.release();
    }
}
