package io.l7mp.protocol.wire;

import io.l7mp.linux.StreamClaim;
import io.l7mp.linux.StreamFault;
import io.l7mp.linux.StreamPorts;
import io.l7mp.linux.StreamSocket;
import io.l7mp.linux.StreamTarget;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A listener's hold on a stream address, for every protocol that accepts connections. Remembers the connections, since those of a
 * protocol that keeps them between sessions are known to nobody else.
 */
public final class StreamBinding implements Binding {
    private static final String IPV6_ANY = "::";
    private static final String IPV4_ANY = "0.0.0.0";

    private final ListenerEnv env;
    private final Accepted accepted;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    /** Before the binding is handed out, and never again. */
    private @Nullable StreamClaim claim;

    /** What a protocol makes of a connection. */
    @FunctionalInterface
    public interface Accepted {
        /**
         * A connection came. On its loop, where it is registered: nothing in its pipeline, not reading, half-close allowed, Nagle off.
         *
         * @param channel owned by the protocol from here; the binding only resets it when it is closed itself
         * @param loop the connection's loop
         */
        void accepted(Channel channel, Loop loop);

        /** No connection comes after those that are there: what keeps them between sessions may stop to. Any thread. */
        default void stopped() {
            // Most connections are a session each, and end with it.
        }
    }

    private StreamBinding(ListenerEnv env, Accepted accepted) {
        this.env = env;
        this.accepted = accepted;
    }

    /**
     * Takes a TCP address. Any thread.
     *
     * @param address literal or name; empty for all, IPv6 with IPv4 in it where the host has it
     * @param port 0 for any
     * @param env of the listener
     * @param accepted gets the connections once the binding was started
     * @param done hears of the binding, on any thread
     */
    public static void bind(String address, int port, ListenerEnv env, Accepted accepted,
            Completion<Binding> done) {
        if (address.isEmpty()) {
            bind(socket(IPV6_ANY, port), env, accepted, new Otherwise(done,
                    () -> bind(socket(IPV4_ANY, port), env, accepted, done)));
        } else if (NetUtil.createByteArrayFromIpAddressString(address) != null) {
            bind(socket(address, port), env, accepted, done);
        } else {
            env.blocking().execute(() -> {
                try {
                    bind(new InetSocketAddress(InetAddress.getByName(address), port), env, accepted, done);
                } catch (UnknownHostException unknown) {
                    done.failed(Cause.of(Kind.REFUSED, "getaddrinfo ENOTFOUND " + address));
                } catch (RuntimeException | Error bug) {
                    done.failed(Cause.of(Kind.BUG, bug.toString()));
                }
            });
        }
    }

    private static InetSocketAddress socket(String literal, int port) {
        try {
            var bytes = NetUtil.createByteArrayFromIpAddressString(literal);
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * Takes an address. Any thread.
     *
     * @param address TCP or UNIX
     * @param env of the listener
     * @param accepted gets the connections once the binding was started
     * @param done hears of the binding, on any thread
     */
    public static void bind(SocketAddress address, ListenerEnv env, Accepted accepted,
            Completion<Binding> done) {
        var binding = new StreamBinding(env, accepted);
        StreamPorts.of(env.loops().getFirst()).listen(address, new Door(binding), env.blocking(),
                new Completion<>() {
                    @Override
                    public void done(StreamClaim claim) {
                        binding.claim = claim;
                        done.done(binding);
                    }

                    @Override
                    public void failed(Cause cause) {
                        done.failed(cause);
                    }
                });
    }

    /** Hosts without IPv6 refuse its sockets; then the IPv4 wildcard is all that can be had. */
    private record Otherwise(Completion<Binding> result, Runnable next) implements Completion<Binding> {
        @Override
        public void done(Binding binding) {
            result.done(binding);
        }

        @Override
        public void failed(Cause cause) {
            if (cause.content().contains("EAFNOSUPPORT") || cause.content().contains("EADDRNOTAVAIL")) {
                next.run();
            } else {
                result.failed(cause);
            }
        }
    }

    private StreamClaim claim() {
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
        accepted.stopped();
        claim().stop(done);
    }

    @Override
    public void close(Runnable done) {
        waiting.add(done);
        claim().stop(() -> {
            closing = true;
            open.forEach(channel -> channel.eventLoop().execute(() -> StreamSocket.reset(channel)));
            settle();
        });
    }

    private void settle() {
        if (closing && open.isEmpty()) {
            for (var done = waiting.poll(); done != null; done = waiting.poll()) {
                done.run();
            }
        }
    }

    private void accept(Channel channel, Loop loop) {
        open.add(channel);
        var _ = channel.closeFuture().addListener(_ -> {
            open.remove(channel);
            settle();
        });
        if (closing) {
            StreamSocket.reset(channel);
        } else {
            accepted.accepted(channel, loop);
        }
    }

    /** What the listening socket sees of the binding. */
    private record Door(StreamBinding binding) implements StreamTarget {
        @Override
        public Loop lightest() {
            return binding.env.lightest();
        }

        @Override
        public void accepted(Channel channel, Loop loop) {
            binding.accept(channel, loop);
        }

        @Override
        public void refused(StreamFault fault) {
            binding.env.refused("accept");
        }
    }
}
