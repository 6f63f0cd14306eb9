package io.l7mp.protocol.wire;

import io.l7mp.linux.SocketFault;
import io.l7mp.linux.StreamFault;
import io.l7mp.linux.StreamSocket;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect over TCP or UNIX: the addresses of a name one after the other, each for its share of what is left of the
 * limit. On the session's loop, where the connection will live; one attempt each.
 */
public final class Dial implements Attempt {
    /** A UNIX peer whose backlog is full answers so at once instead of letting us wait. */
    private static final String BACKLOG_FULL = "EAGAIN";

    private static final InetAddress IPV6_ANY = NetUtil.createInetAddressFromIpAddressString("::");
    private static final Duration SOON = Duration.ofMillis(10);

    private final Loop loop;
    private final Duration limit;
    private final Completion<Channel> done;
    private final long start;
    private final ArrayDeque<SocketAddress> left = new ArrayDeque<>();
    private Attempt lookUp = Attempt.OVER;
    private @Nullable InetSocketAddress local;
    private @Nullable Channel channel;

    /** Number of the socket that is being connected; news of earlier ones does not matter any more. */
    private int socket;

    private @Nullable Timer timer;
    private @Nullable Cause failure;
    private boolean over;

    /**
     * Prepares an attempt.
     *
     * @param loop the session's
     * @param limit how long it may take, look-up included
     * @param done hears of the connection: registered, set up by {@link StreamSocket#prepare}, nothing in its pipeline
     */
    public Dial(Loop loop, Duration limit, Completion<Channel> done) {
        this.loop = loop;
        this.limit = limit;
        this.done = done;
        this.start = loop.nanos();
    }

    /**
     * Sets where to connect from over TCP.
     *
     * @param address a literal one of ours; empty for any
     * @param port 0 for any
     * @return this
     */
    public Dial from(String address, int port) {
        if (!address.isEmpty() || port != 0) {
            local = address.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), port);
        }
        return this;
    }

    /**
     * Connects over TCP.
     *
     * @param env resolves names
     * @param host name or literal, an IPv6 one in brackets or not
     * @param port from 1
     * @return this
     */
    public Dial tcp(ClusterEnv env, String host, int port) {
        timer = loop.after(limit, this::late);
        var name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        lookUp = env.resolve(name, loop, limit, new Completion<>() {
            @Override
            public void done(List<InetAddress> addresses) {
                addresses.forEach(address -> left.add(new InetSocketAddress(IpPort.plain(address), port)));
                next();
            }

            @Override
            public void failed(Cause cause) {
                fail(cause);
            }
        });
        return this;
    }

    /**
     * Connects over UNIX.
     *
     * @param file where the peer listens
     * @return this
     */
    public Dial unix(DomainSocketAddress file) {
        timer = loop.after(limit, this::late);
        left.add(file);
        next();
        return this;
    }

    private Duration remaining() {
        return limit.minusNanos(loop.nanos() - start);
    }

    private void next() {
        var address = left.poll();
        if (over) {
            return;
        }
        if (address == null) {
            fail(failure != null ? failure : Cause.of(Kind.REFUSED, "no address"));
            return;
        }
        if (timer != null && !left.isEmpty()) {
            timer.again(remaining().dividedBy(left.size() + 1));
        } else if (timer != null) {
            timer.again(remaining());
        }
        try {
            open(address);
        } catch (RuntimeException none) { // Netty's ChannelException: no descriptors, or no such family here
            failed(none, "socket", address);
        }
    }

    private void open(SocketAddress address) {
        var fresh = switch (address) {
            case InetSocketAddress ip when ip.getAddress() instanceof Inet4Address ->
                new EpollSocketChannel(SocketProtocolFamily.INET);
            case InetSocketAddress _ -> new EpollSocketChannel(SocketProtocolFamily.INET6);
            default -> new EpollDomainSocketChannel();
        };
        channel = fresh;
        var number = ++socket;
        StreamSocket.prepare(fresh);
        var _ = StreamSocket.register(fresh, loop).addListener((ChannelFuture registered) -> {
            if (number != socket) {
                return;
            }
            if (!registered.isSuccess()) {
                failed(registered.cause(), "socket", address);
                return;
            }
            bind(fresh, number, address);
        });
    }

    private void bind(Channel fresh, int number, SocketAddress address) {
        var from = local;
        if (from == null) {
            connect(fresh, number, address);
            return;
        }
        if (fresh instanceof EpollSocketChannel tcp) {
            tcp.config().setReuseAddress(true);
        }
        var fromAll = from.getAddress().isAnyLocalAddress() && isIpv6(address);
        var _ = fresh.bind(fromAll ? new InetSocketAddress(IPV6_ANY, from.getPort()) : from)
                .addListener((ChannelFuture bound) -> {
                    if (number != socket) {
                        return;
                    }
                    if (bound.isSuccess()) {
                        connect(fresh, number, address);
                    } else {
                        failed(bound.cause(), "bind", from);
                    }
                });
    }

    private static boolean isIpv6(SocketAddress address) {
        return address instanceof InetSocketAddress ip && ip.getAddress() instanceof Inet6Address;
    }

    private void connect(Channel fresh, int number, SocketAddress address) {
        var _ = fresh.connect(address).addListener((ChannelFuture connected) -> {
            if (number != socket) {
                return;
            }
            if (connected.isSuccess()) {
                channel = null;
                cancel();
                done.done(fresh);
            } else {
                failed(connected.cause(), "connect", address);
            }
        });
    }

    private void failed(Throwable thrown, String call, SocketAddress address) {
        hangUp();
        var fault = StreamFault.of(thrown);
        if (fault.name().equals(BACKLOG_FULL) && remaining().compareTo(SOON) > 0) {
            left.addFirst(address);
            loop.after(SOON, this::next);
            return;
        }
        var where = address instanceof InetSocketAddress ip
                ? IpPort.of(ip).text()
                : ((DomainSocketAddress) address).path();
        failure = Cause.of(kind(SocketFault.kind(call, fault.name())),
                call + " " + fault.name() + " " + where);
        next();
    }

    /** {@return what a failure at the latest address makes of the attempt} What another address of the peer did counts more than ours. */
    private Kind kind(Kind latest) {
        return latest == Kind.LIMIT && failure != null ? failure.kind() : latest;
    }

    private void late() {
        hangUp();
        failure = Cause.of(Kind.TIMED_OUT, "Promise timed out after " + limit.toMillis() + " milliseconds");
        next();
    }

    private void fail(Cause cause) {
        if (!over) {
            cancel();
            done.failed(cause);
        }
    }

    private void hangUp() {
        var dialled = channel;
        channel = null;
        socket++;
        if (dialled != null) {
            if (dialled.isRegistered()) {
                dialled.unsafe().close(dialled.voidPromise());
            } else {
                dialled.unsafe().closeForcibly();
            }
        }
    }

    @Override
    public void cancel() {
        over = true;
        hangUp();
        lookUp.cancel();
        if (timer != null) {
            timer.cancel();
        }
    }
}
