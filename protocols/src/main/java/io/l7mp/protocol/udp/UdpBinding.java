package io.l7mp.protocol.udp;

import io.l7mp.linux.DatagramClaim;
import io.l7mp.linux.DatagramFlow;
import io.l7mp.linux.DatagramPorts;
import io.l7mp.linux.DatagramTarget;
import io.l7mp.protocol.wire.IpPort;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A listener in server mode: one session for each peer that its port hears from and that it lets in. */
final class UdpBinding implements Binding, DatagramTarget {
    static final Cause CLOSED = Cause.of(Kind.RESET, "the listener was closed");

    private final UdpListenerSpec spec;
    private final @Nullable InetAddress admitted;
    private final Acceptor acceptor;
    private final ListenerEnv env;
    private final Set<UdpStream> streams = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    /** Before the binding is handed out, and never again. */
    private @Nullable DatagramClaim claim;

    private UdpBinding(UdpListenerSpec spec, @Nullable InetAddress admitted, Acceptor acceptor,
            ListenerEnv env) {
        this.spec = spec;
        this.admitted = admitted;
        this.acceptor = acceptor;
        this.env = env;
    }

    /**
     * Takes the address. Any thread.
     *
     * @param local where to listen
     * @param admitted the only peer that is let in, or null
     * @param done hears of the binding, on any thread
     */
    static void bind(UdpListenerSpec spec, InetSocketAddress local, @Nullable InetAddress admitted,
            DatagramPorts ports,
            Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        var binding = new UdpBinding(spec, admitted, acceptor, env);
        ports.bind(local, binding, new Completion<>() {
            @Override
            public void done(DatagramClaim claim) {
                binding.claim = claim;
                done.done(binding);
            }

            @Override
            public void failed(Cause cause) {
                done.failed(Cause.of(cause.kind(),
                        "Could not bind to " + IpPort.of(local) + ": " + cause.content()));
            }
        });
    }

    private DatagramClaim claim() {
        return Objects.requireNonNull(claim, "claim");
    }

    @Override
    public List<SocketAddress> addresses() {
        return List.of(claim().address());
    }

    @Override
    public void start() {
        claim().start();
    }

    @Override
    public void stopAccepting(Runnable done) {
        claim().stop(done);
    }

    @Override
    public void close(Runnable done) {
        waiting.add(done);
        claim().stop(() -> {
            closing = true;
            streams.forEach(stream -> stream.loop().execute(() -> stream.close(CLOSED)));
            settle();
        });
    }

    private void settle() {
        if (closing && streams.isEmpty()) {
            for (var done = waiting.poll(); done != null; done = waiting.poll()) {
                claim().whenGone(done);
            }
        }
    }

    @Override
    public boolean admits(InetSocketAddress peer) {
        return (admitted == null || admitted.equals(peer.getAddress()))
                && (spec.connect().port() == 0 || spec.connect().port() == peer.getPort());
    }

    @Override
    public void arrived(DatagramFlow flow) {
        var stream = new UdpStream(flow, env, spec.options());
        var facts = new UdpFacts(IpPort.of(flow.peer()), IpPort.of(claim().address()));
        var offer = new UdpOffer(facts.name(env.nextId()), facts, stream, null);
        streams.add(stream);
        stream.onEnded(() -> {
            offer.ended();
            streams.remove(stream);
            settle();
        });
        if (closing) {
            stream.close(CLOSED);
        } else {
            acceptor.offer(offer);
        }
    }

    @Override
    public void refused(String reason) {
        env.refused(reason);
    }

    @Override
    public void dropped(String reason, int messages) {
        env.dropped(reason, messages);
    }
}
