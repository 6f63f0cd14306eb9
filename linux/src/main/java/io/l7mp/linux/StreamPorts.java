package io.l7mp.linux;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The listening stream sockets of this process by address: TCP and UNIX, of whatever protocol. A second listener on an address that
 * we hold already shares its socket, so that a listener can be replaced without refusing anybody.
 *
 * <p>All of them live on one loop, which alone touches this; accepted connections go to the loop that their listener chooses. No
 * socket carries {@code SO_REUSEPORT}: closing one of several such sockets resets connections that wait in its backlog.
 */
public final class StreamPorts {
    /** As many as the system allows: {@code net.core.somaxconn} is smaller or equal everywhere. */
    private static final int BACKLOG = 4096;

    private static final String LISTEN = "listen";

    private final EpollLoop home;
    private final Map<SocketAddress, StreamPort> ports = new HashMap<>();

    private StreamPorts(EpollLoop home) {
        this.home = home;
    }

    /**
     * Finds the ports of the program.
     *
     * @param loop any loop of it; the first to ask decides where all listening sockets live
     * @return the ports, the same for all loops of a group
     */
    public static StreamPorts of(Loop loop) {
        var home = EpollLoop.of(loop);
        return home.group().shared(StreamPorts.class, () -> new StreamPorts(home));
    }

    void run(Runnable task) {
        if (home.inLoop()) {
            task.run();
        } else {
            home.execute(task);
        }
    }

    /**
     * Listens on an address, or joins the socket that we have there. Peers can connect and wait as soon as this is done; nobody is
     * accepted before {@link StreamClaim#start()}. Any thread.
     *
     * @param address of a network interface, with port 0 for any; or a {@link DomainSocketAddress}
     * @param target gets the connections
     * @param blocking where files are touched
     * @param done hears of the result, on any thread
     */
    public void listen(SocketAddress address, StreamTarget target, Executor blocking,
            Completion<StreamClaim> done) {
        run(() -> {
            if (joins(address, target, done)) {
                return;
            }
            switch (address) {
                case DomainSocketAddress file -> blocking.execute(() -> open(file, target, blocking, done));
                case InetSocketAddress network -> open(network, target, done);
                default -> throw new IllegalStateException("no stream sockets at " + address);
            }
        });
    }

    private boolean joins(SocketAddress address, StreamTarget target, Completion<StreamClaim> done) {
        var held = ports.get(address);
        if (held != null) {
            done.done(held.claim(this, target));
        }
        return held != null;
    }

    private StreamPort add(ServerChannel server, SocketAddress address, StreamPort.Release release) {
        var port = new StreamPort(home, server, address, (closed, done) -> {
            ports.remove(address, closed);
            release.release(closed, done);
        });
        ports.put(address, port);
        return port;
    }

    private void open(InetSocketAddress address, StreamTarget target, Completion<StreamClaim> done) {
        var family = address.getAddress() instanceof Inet4Address
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6;
        EpollServerSocketChannel server;
        try {
            server = new EpollServerSocketChannel(family);
        } catch (RuntimeException none) { // Netty's ChannelException: no descriptors, or no such family here
            done.failed(refusal(none, address));
            return;
        }
        server.config().setReuseAddress(true).setBacklog(BACKLOG).setAutoRead(false);
        var _ = StreamSocket.register(server, home).addListener(registered -> {
            if (registered.isSuccess()) {
                var _ = server.bind(address)
                        .addListener((ChannelFuture bound) -> bound(server, bound, address, target, done));
            } else {
                done.failed(refusal(registered.cause(), address));
            }
        });
    }

    private void bound(EpollServerSocketChannel server, ChannelFuture bound, InetSocketAddress address,
            StreamTarget target, Completion<StreamClaim> done) {
        if (!bound.isSuccess()) {
            var _ = server.close().addListener(_ -> done.failed(refusal(bound.cause(), address)));
            return;
        }
        var here = new InetSocketAddress(address.getAddress(), server.localAddress().getPort());
        done.done(add(server, here, (_, free) -> free.run()).claim(this, target));
    }

    /** On a virtual thread, since files are touched. */
    private void open(DomainSocketAddress address, StreamTarget target, Executor blocking,
            Completion<StreamClaim> done) {
        Socket socket = null;
        try {
            StreamFile.clear(address);
            socket = Socket.newSocketDomain();
            StreamNames.bind(socket.intValue(), address.path());
            socket.listen(BACKLOG);
            var file = StreamFile.made(address);
            var listening = socket;
            run(() -> register(listening, address, target, done,
                    (_, free) -> blocking.execute(() -> {
                        file.remove();
                        free.run();
                    })));
        } catch (IOException | RuntimeException refused) {
            closed(socket);
            run(() -> {
                if (!joins(address, target, done)) { // somebody of ours was faster
                    done.failed(refusal(refused, address));
                }
            });
        }
    }

    private static void closed(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }

    private void register(Socket socket, DomainSocketAddress address, StreamTarget target,
            Completion<StreamClaim> done, StreamPort.Release release) {
        var server = new EpollServerDomainSocketChannel(socket.intValue());
        server.config().setAutoRead(false);
        var _ = StreamSocket.register(server, home).addListener(registered -> {
            if (registered.isSuccess()) {
                done.done(add(server, address, release).claim(this, target));
            } else {
                server.unsafe().closeForcibly();
                done.failed(refusal(registered.cause(), address));
            }
        });
    }

    private static Cause refusal(Throwable thrown, SocketAddress address) {
        var where = switch (address) {
            case InetSocketAddress network -> text(network);
            case DomainSocketAddress file -> file.path();
            default -> address.toString();
        };
        return Cause.of(Kind.REFUSED, StreamFault.of(thrown).on(LISTEN, where));
    }

    private static String text(InetSocketAddress address) {
        return NetUtil.toSocketAddressString(address);
    }
}
