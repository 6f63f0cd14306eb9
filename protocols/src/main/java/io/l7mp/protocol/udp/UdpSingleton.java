package io.l7mp.protocol.udp;

import io.l7mp.linux.DatagramFlow;
import io.l7mp.linux.DatagramListener;
import io.l7mp.linux.DatagramPorts;
import io.l7mp.linux.EpollLoop;
import io.l7mp.protocol.wire.IpPort;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Batch;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Redial;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener that has one peer, known from the beginning: its session is offered at once, before any datagram. When its stream goes
 * down the session may ask for it again; when nobody did for a second, the peer's next datagram makes a new session. So there is at most
 * one session at a time, and at most one new one a second. Everything but the surface belongs to one loop.
 */
final class UdpSingleton implements Binding, Redial {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final UdpListenerSpec spec;
    private final InetSocketAddress peer;
    private final DatagramPorts ports;
    private final EpollLoop loop;
    private final Acceptor acceptor;
    private final ListenerEnv env;

    /** With the port that the system chose, once it did. */
    private volatile InetSocketAddress local;

    // Of the loop.
    private @Nullable DatagramFlow armed;
    private @Nullable UdpStream stream;
    private boolean started;
    private boolean stopped;
    private boolean closed;
    private final List<Runnable> whenEnded = new ArrayList<>();

    private UdpSingleton(UdpListenerSpec spec, InetSocketAddress local, InetSocketAddress peer,
            EpollLoop loop,
            Acceptor acceptor, ListenerEnv env) {
        this.spec = spec;
        this.local = local;
        this.peer = peer;
        this.ports = loop.group().ports();
        this.loop = loop;
        this.acceptor = acceptor;
        this.env = env;
    }

    /**
     * Takes the address and connects. Any thread.
     *
     * @param local where to listen
     * @param peer to whom
     * @param done hears of the binding, on any thread
     */
    static void bind(UdpListenerSpec spec, InetSocketAddress local, InetSocketAddress peer, Acceptor acceptor,
            ListenerEnv env, Completion<Binding> done) {
        var loop = EpollLoop.of(env.lightest());
        loop.execute(() -> {
            var singleton = new UdpSingleton(spec, local, peer, loop, acceptor, env);
            var cause = singleton.arm();
            if (cause == null) {
                done.done(singleton);
            } else {
                done.failed(cause);
            }
        });
    }

    /** Opens a socket that waits for its first datagram, deaf yet. {@return why it cannot be had, or null} */
    private @Nullable Cause arm() {
        var result = new Completion<DatagramFlow>() {
            private @Nullable Cause cause;

            @Override
            public void done(DatagramFlow flow) {
                flow.listen(new Watch(flow));
                armed = flow;
            }

            @Override
            public void failed(Cause why) {
                cause = why;
            }
        };
        ports.connect(loop, local, peer, result);
        var flow = armed;
        if (flow != null) {
            local = new InetSocketAddress(local.getAddress(), flow.local().getPort());
            return null;
        }
        var text = result.cause == null ? "" : result.cause.content();
        return Cause.of(Kind.REFUSED, text.startsWith("connect")
                ? "Could not connect to " + IpPort.of(peer) + ": " + text
                : "Could not bind to " + IpPort.of(local) + ": " + text);
    }

    /** The armed socket becomes a session's. */
    private UdpStream take(DatagramFlow flow) {
        armed = null;
        var taken = new UdpStream(flow, env, spec.options());
        stream = taken;
        return taken;
    }

    private void offer(DatagramFlow flow) {
        var taken = take(flow);
        var facts = new UdpFacts(IpPort.of(peer), IpPort.of(local));
        var offer = new UdpOffer(facts.name(env.nextId()), facts, taken, this);
        taken.onEnded(() -> {
            offer.ended();
            ended(taken);
        });
        acceptor.offer(offer);
    }

    private void ended(UdpStream gone) {
        if (stream == gone) {
            stream = null;
        }
        settle();
        if (!stopped) {
            loop.after(PAUSE, this::rearm);
        }
    }

    private void rearm() {
        if (stopped || stream != null || armed != null) {
            return;
        }
        if (arm() != null || armed == null) {
            loop.after(PAUSE, this::rearm); // the address is somebody else's for now
        } else {
            armed.start();
        }
    }

    private void settle() {
        if (stopped && stream == null && armed == null) {
            var tasks = List.copyOf(whenEnded);
            whenEnded.clear();
            tasks.forEach(Runnable::run);
        }
    }

    @Override
    public List<SocketAddress> addresses() {
        return List.of(local);
    }

    @Override
    public void start() {
        loop.execute(() -> {
            var flow = armed;
            if (flow != null && !stopped && !started) {
                started = true;
                flow.start();
                offer(flow);
            }
        });
    }

    @Override
    public void stopAccepting(Runnable done) {
        loop.execute(() -> {
            stop();
            done.run();
        });
    }

    private void stop() {
        stopped = true;
        var flow = armed;
        if (flow != null) {
            armed = null;
            flow.close(Duration.ZERO);
        }
    }

    @Override
    public void close(Runnable done) {
        loop.execute(() -> {
            stop();
            closed = true;
            whenEnded.add(done);
            if (stream != null) {
                stream.close(UdpBinding.CLOSED);
            }
            settle();
        });
    }

    @Override
    public Attempt connect(Duration limit, Completion<Connected> done) {
        if (stream != null) {
            done.failed(Cause.of(Kind.REFUSED, "a newer session has the peer"));
            return Attempt.OVER;
        }
        if (closed) {
            done.failed(UdpBinding.CLOSED);
            return Attempt.OVER;
        }
        var flow = armed;
        if (flow == null) {
            var cause = arm();
            flow = armed;
            if (cause != null || flow == null) {
                done.failed(cause == null ? UdpBinding.CLOSED : cause);
                return Attempt.OVER;
            }
        }
        flow.start();
        var taken = take(flow);
        taken.onEnded(() -> ended(taken));
        done.done(new Connected(taken, Metadata.EMPTY));
        return Attempt.OVER;
    }

    /** Waits on an armed socket for the datagram that makes a session. */
    private final class Watch implements DatagramListener {
        private final DatagramFlow flow;

        Watch(DatagramFlow flow) {
            this.flow = flow;
        }

        @Override
        public void arrived(Batch batch) {
            if (armed == flow) {
                offer(flow);
                var taken = stream;
                if (taken != null && taken.flow() == flow) {
                    taken.arrived(batch);
                }
            }
        }

        @Override
        public void turnEnd() {
            // Whoever took over hears of it from the flow.
        }

        @Override
        public void room() {
            // Nothing is sent from here.
        }

        @Override
        public void dropped(Drop why, int messages) {
            env.dropped(why.label(), messages);
        }

        @Override
        public void failed(Cause cause) {
            flow.close(Duration.ZERO);
        }

        @Override
        public void ended() {
            if (armed == flow) {
                armed = null;
                settle();
                if (!stopped) {
                    loop.after(PAUSE, UdpSingleton.this::rearm);
                }
            }
        }
    }
}
