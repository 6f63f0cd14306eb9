package io.l7mp.protocol.udp;

import io.l7mp.linux.DatagramFlow;
import io.l7mp.linux.EpollLoop;
import io.l7mp.protocol.wire.IpPort;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives each session a connected socket. Nothing is sent, so that a peer that is not there is found out by the first datagram only. */
record UdpConnector(UdpClusterSpec spec, ClusterEnv env) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        int port = endpoint.port() == 0 ? spec.port() : endpoint.port();
        if (port == 0) {
            done.failed(Cause.of(Kind.NOT_FOUND, "No port for endpoint " + endpoint.address()));
            return Attempt.OVER;
        }
        var here = EpollLoop.of(loop);
        return env.resolve(host(endpoint), loop, limit, new Completion<>() {
            @Override
            public void done(List<InetAddress> addresses) {
                connect(here, UdpAddress.ipv4First(addresses), port, done);
            }

            @Override
            public void failed(Cause cause) {
                done.failed(cause);
            }
        });
    }

    private static String host(Endpoint endpoint) {
        var address = endpoint.address();
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    private void connect(EpollLoop loop, List<InetAddress> addresses, int port, Completion<Connected> done) {
        var dial = new Dial();
        for (var address : addresses) {
            loop.group().ports().connect(loop, local(address), new InetSocketAddress(address, port), dial);
            var flow = dial.flow;
            if (flow != null) {
                var stream = new UdpStream(flow, env, UdpListenerSpec.Options.DEFAULT);
                flow.start();
                done.done(new Connected(stream, Metadata.EMPTY));
                return;
            }
        }
        var peer = new IpPort(addresses.getFirst().getHostAddress(), port);
        var failure = dial.failure == null ? Cause.of(Kind.REFUSED, "") : dial.failure;
        var text = failure.content();
        done.failed(Cause.of(failure.kind(), text.startsWith("bind")
                ? "Could not bind to " + spec.bind().address() + ":" + spec.bind().port() + ": " + text
                : "Could not connect to " + peer.text() + ": " + text));
    }

    private @Nullable InetSocketAddress local(InetAddress peer) {
        var bind = spec.bind();
        if (bind.address().isEmpty() && bind.port() == 0) {
            return null;
        }
        var any = peer instanceof Inet4Address ? "0.0.0.0" : "::";
        return new InetSocketAddress(UdpAddress.literal(bind.address().isEmpty() ? any : bind.address()),
                bind.port());
    }

    @Override
    public void close() {
        // Nothing is shared.
    }

    /** What came of the last address that was tried. */
    private static final class Dial implements Completion<DatagramFlow> {
        private @Nullable DatagramFlow flow;
        private @Nullable Cause failure;

        @Override
        public void done(DatagramFlow connected) {
            flow = connected;
        }

        @Override
        public void failed(Cause cause) {
            var before = failure;
            // What another address of the peer did counts more than what is our own fault.
            failure = before == null || cause.kind() != Kind.LIMIT
                    ? cause
                    : Cause.of(before.kind(), cause.content());
        }
    }
}
