package io.l7mp.protocol.udp;

import static org.awaitility.Awaitility.await;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.SessionFacts;
import io.l7mp.testkit.TestEnv;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A listener under test with its peers: takes them in, or not, and has everything closed in the end. */
final class UdpDesk implements Acceptor, AutoCloseable {
    final TestEnv env = TestEnv.of(LiveLoops.all());
    final UdpProtocol udp = new UdpProtocol();
    final Queue<Offer> offers = new ConcurrentLinkedQueue<>();
    final Queue<UdpEnd> ends = new ConcurrentLinkedQueue<>();
    private final List<Binding> bindings = new ArrayList<>();
    volatile Predicate<Offer> takes = _ -> true;
    volatile boolean reads = true;
    volatile @Nullable Consumer<Offer> ignores;

    @Override
    public void offer(Offer offer) {
        offers.add(offer);
        var ignoring = ignores;
        if (ignoring != null) {
            ignoring.accept(offer);
        } else if (takes.test(offer)) {
            var end = new UdpEnd(offer.open(Metadata.EMPTY));
            ends.add(end);
            if (reads) {
                end.stream.resume();
            }
        } else {
            offer.refuse(Cause.of(Kind.NO_ROUTE, "nobody wants it"));
        }
    }

    static UdpListenerSpec spec(String address, int port) {
        return spec(address, port, "", 0, "");
    }

    static UdpListenerSpec spec(String address, int port, String peer, int peerPort, String mode) {
        return new UdpListenerSpec(port, address, new UdpListenerSpec.Connect(peer, peerPort),
                new UdpListenerSpec.Options(mode, 256, 1 << 20));
    }

    CompletableFuture<Binding> tryBind(UdpListenerSpec spec) {
        var result = new CompletableFuture<Binding>();
        udp.bind(spec, this, env, new Completion<>() {
            @Override
            public void done(Binding binding) {
                result.complete(binding);
            }

            @Override
            public void failed(Cause cause) {
                result.completeExceptionally(new IllegalStateException(cause.content()));
            }
        });
        return result;
    }

    Binding bind(UdpListenerSpec spec) {
        var binding = tryBind(spec).join();
        bindings.add(binding);
        binding.start();
        return binding;
    }

    static InetSocketAddress address(Binding binding) {
        return (InetSocketAddress) binding.addresses().getFirst();
    }

    CompletableFuture<UdpEnd> connect(UdpClusterSpec spec, Endpoint endpoint) {
        var result = new CompletableFuture<UdpEnd>();
        var loop = LiveLoops.all().getFirst();
        var facts = new SessionFacts("session", Metadata.EMPTY, Metadata.EMPTY);
        loop.execute(() -> udp.open(spec, env).connect(endpoint, facts, loop, Duration.ofSeconds(5),
                completion(result)));
        return result;
    }

    static Completion<Connected> completion(CompletableFuture<UdpEnd> result) {
        return new Completion<>() {
            @Override
            public void done(Connected connected) {
                result.complete(new UdpEnd(connected.stream()));
            }

            @Override
            public void failed(Cause cause) {
                result.completeExceptionally(new IllegalStateException(cause.content()));
            }
        };
    }

    static UdpClusterSpec cluster() {
        return new UdpClusterSpec(0, new UdpClusterSpec.Bind("", 0));
    }

    static Endpoint to(InetSocketAddress address) {
        return new Endpoint("there", address.getAddress().getHostAddress(), address.getPort(), 1);
    }

    static void closed(Binding binding) {
        var done = new CompletableFuture<Boolean>();
        binding.close(() -> done.complete(true));
        await().until(done::isDone);
    }

    @Override
    public void close() {
        bindings.forEach(UdpDesk::closed);
        ends.forEach(end -> end.close(Cause.DONE));
        ends.forEach(UdpEnd::cause);
    }
}
