package io.l7mp.protocol.udp;

import io.l7mp.linux.EpollLoop;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Messages over UDP: each datagram is one, and may be lost, doubled or late. */
public final class UdpProtocol implements InboundProtocol<UdpListenerSpec>, OutboundProtocol<UdpClusterSpec> {
    private static final String IPV4_ANY = "0.0.0.0";
    private static final String IPV6_ANY = "::";
    private static final Duration IDLE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "UDP";
    }

    @Override
    public Class<UdpListenerSpec> listenerSpec() {
        return UdpListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(UdpListenerSpec spec) {
        return UdpStream.TRAITS;
    }

    /** Nobody says goodbye over UDP, so a server's sessions end by themselves; a singleton's peer is expected to come back. */
    @Override
    public boolean sharesAddress(UdpListenerSpec spec) {
        return true;
    }

    @Override
    public Duration idleTimeout(UdpListenerSpec spec) {
        return spec.isSingleton() ? Duration.ZERO : IDLE;
    }

    @Override
    public void bind(UdpListenerSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        var local = spec.address().isEmpty() ? IPV4_ANY : spec.address();
        var peer = spec.connect().address();
        UdpAddress.resolve(peer.isEmpty() ? List.of(local) : List.of(local, peer), env, new Completion<>() {
            @Override
            public void done(List<InetAddress> addresses) {
                bind(spec, addresses, acceptor, env, done);
            }

            @Override
            public void failed(Cause cause) {
                done.failed(Cause.of(cause.kind(), "Could not bind to " + local + ":" + spec.port() + ": "
                        + cause.content()));
            }
        });
    }

    private static void bind(UdpListenerSpec spec, List<InetAddress> addresses, Acceptor acceptor,
            ListenerEnv env,
            Completion<Binding> done) {
        var peer = addresses.size() == 1 ? null : addresses.getLast();
        var isForeign = spec.address().isEmpty() && peer instanceof Inet6Address;
        var local = new InetSocketAddress(isForeign ? UdpAddress.literal(IPV6_ANY) : addresses.getFirst(),
                spec.port());
        if (peer != null && spec.isSingleton()) {
            UdpSingleton.bind(spec, local, new InetSocketAddress(peer, spec.connect().port()), acceptor, env,
                    done);
        } else {
            var ports = EpollLoop.of(env.loops().getFirst()).group().ports();
            UdpBinding.bind(spec, local, peer, ports, acceptor, env, done);
        }
    }

    @Override
    public Class<UdpClusterSpec> clusterSpec() {
        return UdpClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(UdpClusterSpec spec, Traits input) {
        return UdpStream.TRAITS;
    }

    @Override
    public Connector open(UdpClusterSpec spec, ClusterEnv env) {
        return new UdpConnector(spec, env);
    }
}
