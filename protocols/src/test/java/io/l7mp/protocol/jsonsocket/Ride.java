package io.l7mp.protocol.jsonsocket;

import io.l7mp.protocol.tcp.TcpClusterSpec;
import io.l7mp.protocol.tcp.TcpListenerSpec;
import io.l7mp.protocol.tcp.TcpProtocol;
import io.l7mp.protocol.udp.UdpClusterSpec;
import io.l7mp.protocol.udp.UdpListenerSpec;
import io.l7mp.protocol.udp.UdpProtocol;
import io.l7mp.protocol.unix.UnixClusterSpec;
import io.l7mp.protocol.unix.UnixListenerSpec;
import io.l7mp.protocol.unix.UnixProtocol;
import io.l7mp.protocol.websocket.WebSocketClusterSpec;
import io.l7mp.protocol.websocket.WebSocketListenerSpec;
import io.l7mp.protocol.websocket.WebSocketProtocol;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Json;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import io.l7mp.spi.Transports;
import io.l7mp.testkit.SimNet;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.TestEnv;
import java.time.Duration;
import java.util.List;

/** A protocol to ride on in a test, with settings that the test has made already: its listeners and its clusters have one kind each. */
record Ride<L extends Record, C extends Record>(InboundProtocol<L> inbound, L listener,
        OutboundProtocol<C> outbound,
        C cluster) implements Transports {
    /** What stands in the settings of the rider. */
    static final Json.Obj SPEC = Json.obj("protocol", "Ride");

    static Ride<SimSpec, SimSpec> sim(SimNet net, SimSpec spec) {
        var sim = new SimProtocol(net);
        return new Ride<>(sim, spec, sim, spec);
    }

    static Ride<TcpListenerSpec, TcpClusterSpec> tcp(int port) {
        var tcp = new TcpProtocol();
        return new Ride<>(tcp, new TcpListenerSpec(port, ""), tcp,
                new TcpClusterSpec(port, new TcpClusterSpec.Bind("", 0)));
    }

    static Ride<UdpListenerSpec, UdpClusterSpec> udp(int port) {
        var udp = new UdpProtocol();
        return new Ride<>(udp,
                new UdpListenerSpec(port, "127.0.0.1", new UdpListenerSpec.Connect("", 0),
                        new UdpListenerSpec.Options("", 256, 1 << 20)),
                udp, new UdpClusterSpec(port, new UdpClusterSpec.Bind("", 0)));
    }

    static Ride<UnixListenerSpec, UnixClusterSpec> unix(String file) {
        var unix = new UnixProtocol();
        return new Ride<>(unix, new UnixListenerSpec(file), unix, new UnixClusterSpec());
    }

    static Ride<WebSocketListenerSpec, WebSocketClusterSpec> webSocket(int port) {
        var webSocket = new WebSocketProtocol();
        return new Ride<>(webSocket, new WebSocketListenerSpec(port, "", "", 1 << 20, 0), webSocket,
                new WebSocketClusterSpec(port, new WebSocketClusterSpec.Bind(""), "/", false, 1 << 20, 0));
    }

    /** {@return the protocol under test, knowing this one} */
    JsonSocketProtocol rider() {
        return (JsonSocketProtocol) new JsonSocketProtocol().riding(this);
    }

    /** Makes this known to an environment; listener and cluster settings are told apart by what is asked for. */
    void furnish(TestEnv env) {
        env.transport(new Both(), spec -> new Nothing());
    }

    static JsonSocketListenerSpec listenerSpec() {
        return new JsonSocketListenerSpec(SPEC, 10_000, 1_000);
    }

    static JsonSocketClusterSpec clusterSpec(Json... header) {
        return new JsonSocketClusterSpec(SPEC, List.of(header), 0);
    }

    @Override
    public Traits listenerTraits(Json.Obj spec) {
        return inbound.listenerTraits(listener);
    }

    @Override
    public Duration idleTimeout(Json.Obj spec) {
        return inbound.idleTimeout(listener);
    }

    @Override
    public boolean sharesAddress(Json.Obj spec) {
        return inbound.sharesAddress(listener);
    }

    @Override
    public Traits clusterTraits(Json.Obj spec, Traits input) {
        return outbound.clusterTraits(cluster, input);
    }

    record Nothing() {}

    /** The two sides as one protocol whose settings are fixed. */
    private final class Both implements InboundProtocol<Nothing>, OutboundProtocol<Nothing> {
        @Override
        public String name() {
            return "Ride";
        }

        @Override
        public Class<Nothing> listenerSpec() {
            return Nothing.class;
        }

        @Override
        public Traits listenerTraits(Nothing spec) {
            return inbound.listenerTraits(listener);
        }

        @Override
        public void bind(Nothing spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
            inbound.bind(listener, acceptor, env, done);
        }

        @Override
        public Class<Nothing> clusterSpec() {
            return Nothing.class;
        }

        @Override
        public Traits clusterTraits(Nothing spec, Traits input) {
            return outbound.clusterTraits(cluster, input);
        }

        @Override
        public Connector open(Nothing spec, ClusterEnv env) {
            return outbound.open(cluster, env);
        }
    }
}
