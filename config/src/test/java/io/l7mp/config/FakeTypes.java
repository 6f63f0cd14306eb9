package io.l7mp.config;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Default;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Json;
import io.l7mp.spi.Key;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Protocols by name, with settings like the real ones and no streams. */
public final class FakeTypes implements ProtocolTypes {
    record Nothing() {}

    record Port(int port) {
        Port {
            if (port < 1 || port > 65_535) {
                throw new ConfigException("port", port, "1..65535");
            }
        }
    }

    record Peer(@Default("") String address, @Default("0") int port) {}

    record Mode(@Default("") String mode) {}

    record UdpListener(int port, @Default("0.0.0.0") String address, @Default("{}") Peer connect,
            @Default("{}") Mode options) {
        UdpListener {
            if (port < 1 || port > 65_535) {
                throw new ConfigException("port", port, "1..65535");
            }
            if (options.mode().equals("singleton") && (connect.address().isEmpty() || connect.port() == 0)) {
                throw new ConfigException("", "connect",
                        "Singleton mode requested but either connect.address or connect.port is not defined "
                                + "(or neither): no remote to connect to");
            }
        }
    }

    record Remote(int port, @Default("{}") Peer bind) {}

    record File(String filename) {}

    record Logger(@Default("-") String logFile, @Default("") String logPrefix) {}

    record Sync(String query) {}

    record Transport(@Key({
            "transport", "transport_spec"}) @Default("{}") Json.Obj transport,
            @Default("[]") List<Json> header) {
        Transport {
            if (transport.members().isEmpty()) {
                throw new ConfigException("", "transport", "JSONSocketListener: No transport specified");
            }
        }
    }

    private static final Map<String, Class<? extends Record>> INBOUND = Map.of("HTTP", Port.class,
            "WebSocket",
            Port.class, "TCP", Port.class, "UDP", UdpListener.class, "UnixDomainSocket", File.class,
            "JSONSocket",
            Transport.class);
    private static final Map<String, Class<? extends Record>> OUTBOUND = Map.of("UDP", Remote.class, "TCP",
            Remote.class, "WebSocket", Remote.class, "UnixDomainSocket", Nothing.class, "JSONSocket",
            Transport.class);
    private static final Map<String, Class<? extends Record>> NO_BALANCER = Map.of("L7mpController",
            Nothing.class,
            "Stdio", Nothing.class, "Logger", Logger.class, "Sync", Sync.class);
    private static final Map<String, Class<? extends Record>> TRIVIAL = Map.of("Echo", Nothing.class,
            "Discard",
            Nothing.class, "JSONEncap", Nothing.class, "JSONDecap", Nothing.class, "Metric", Nothing.class,
            "Prometheus", Nothing.class);

    @Override
    public Optional<InboundProtocol<?>> inbound(String name) {
        return Optional.ofNullable(INBOUND.get(name)).map(spec -> new Inbound<>(name, spec));
    }

    @Override
    public Optional<OutboundProtocol<?>> outbound(String name) {
        return outbound(name, OUTBOUND, Optional.empty())
                .or(() -> outbound(name, NO_BALANCER, Optional.of("None")))
                .or(() -> outbound(name, TRIVIAL, Optional.of("Trivial")));
    }

    @Override
    public SortedSet<String> inboundNames() {
        return new TreeSet<>(INBOUND.keySet());
    }

    @Override
    public SortedSet<String> outboundNames() {
        var names = new TreeSet<>(OUTBOUND.keySet());
        names.addAll(NO_BALANCER.keySet());
        names.addAll(TRIVIAL.keySet());
        return names;
    }

    private static Optional<OutboundProtocol<?>> outbound(String name,
            Map<String, Class<? extends Record>> specs,
            Optional<String> virtual) {
        return Optional.ofNullable(specs.get(name)).map(spec -> new Outbound<>(name, spec, virtual));
    }

    private record Inbound<S extends Record>(String name,
            Class<S> listenerSpec) implements InboundProtocol<S> {
        @Override
        public Traits listenerTraits(S spec) {
            return Traits.BYTES;
        }

        @Override
        public void bind(S spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
            throw new UnsupportedOperationException();
        }
    }

    private record Outbound<S extends Record>(String name, Class<S> clusterSpec, Optional<String> virtual)
            implements
                OutboundProtocol<S> {
        @Override
        public Traits clusterTraits(S spec, Traits input) {
            return Traits.BYTES;
        }

        @Override
        public Connector open(S spec, ClusterEnv env) {
            throw new UnsupportedOperationException();
        }
    }
}
