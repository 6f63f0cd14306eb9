package io.l7mp.config.schema;

import static io.l7mp.config.schema.Member.optional;
import static io.l7mp.config.schema.Member.required;
import static io.l7mp.config.schema.Shape.PORT;
import static io.l7mp.config.schema.Shape.TEXT;
import static io.l7mp.config.schema.Shape.either;
import static io.l7mp.config.schema.Shape.listOf;
import static io.l7mp.config.schema.Shape.struct;

import io.l7mp.config.ProtocolTypes;
import io.l7mp.config.schema.Shape.Named;
import io.l7mp.config.schema.Shape.Struct;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.OutboundProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of protocols. What strict mode minds was fixed by the reference and stands here; everything else, and every protocol
 * that the reference has not, is as its records say and checked when it is decoded.
 */
final class Specs {
    private static final String LISTENER = "ListenerSpec";
    private static final String CLUSTER = "ClusterSpec";
    /** The protocol that rides on others. */
    private static final String RIDER = "JSONSocket";
    private static final Struct NOTHING = struct();
    private static final String NO_EFFECT = "Has no effect.";

    private static final Struct PAIR = struct(optional("address", TEXT), optional("port", PORT));
    private static final Struct PORT_AND_PATH = struct(required("port", PORT), optional("path", TEXT));
    private static final Struct PORT_AND_BIND = struct(required("port", PORT), optional("bind", PAIR));

    private static final Map<String, Struct> LISTENERS = Map.of(
            "HTTP", PORT_AND_PATH,
            "WebSocket", PORT_AND_PATH,
            "UDP", struct(
                    required("port", PORT),
                    optional("connect", PAIR),
                    optional("options", struct(
                            optional("mode", new Shape.Text(List.of("server", "singleton")))))),
            "TCP", struct(required("port", PORT)),
            "UnixDomainSocket", struct(required("filename", TEXT)),
            RIDER, struct(required("transport", new Named("ListenerTransport"), "transport_spec")));

    private static final Map<String, Struct> CLUSTERS = Map.of(
            "UDP", PORT_AND_BIND,
            "TCP", PORT_AND_BIND,
            "WebSocket", struct(required("port", PORT)),
            "Sync", struct(required("query", TEXT)),
            RIDER, struct(
                    required("transport", new Named("ClusterTransport"), "transport_spec"),
                    optional("header", listOf(struct(
                            optional("path",
                                    either(struct(required("from", TEXT), optional("to", TEXT)), TEXT)),
                            optional("set", struct(required("key", TEXT), required("value", TEXT))))))),
            "Logger", struct(optional("log_file", TEXT), optional("log_prefix", TEXT)),
            "Metric", struct(
                    optional("byteCounterName", TEXT).saying(NO_EFFECT),
                    optional("packetCounterName", TEXT).saying(NO_EFFECT)));

    private static final List<String> BELOW_LISTENERS = List.of("WebSocket", "UDP", "TCP",
            "UnixDomainSocket");
    private static final List<String> BELOW_CLUSTERS = List.of("WebSocket", "UDP", "TCP", "UnixDomainSocket",
            "Stdio", "Echo", "Discard");

    private final ProtocolTypes types;

    Specs(ProtocolTypes types) {
        this.types = types;
    }

    void putInto(Map<String, Shape> shapes) {
        var inbound = new ArrayList<String>();
        for (var name : types.inboundNames()) {
            types.inbound(name).map(InboundProtocol::listenerSpec).ifPresent(type -> {
                shapes.put(name + LISTENER, spec(name, LISTENERS.getOrDefault(name, NOTHING), type));
                inbound.add(name);
            });
        }
        var outbound = new ArrayList<String>();
        for (var name : types.outboundNames()) {
            types.outbound(name).map(OutboundProtocol::clusterSpec).ifPresent(type -> {
                shapes.put(name + CLUSTER, spec(name, CLUSTERS.getOrDefault(name, NOTHING), type));
                outbound.add(name);
            });
        }
        shapes.put(LISTENER, choice(inbound, LISTENER));
        shapes.put(CLUSTER, choice(outbound, CLUSTER));
        if (inbound.contains(RIDER)) {
            shapes.put("ListenerTransport", choice(common(inbound, BELOW_LISTENERS), LISTENER));
        }
        if (outbound.contains(RIDER)) {
            shapes.put("ClusterTransport", choice(common(outbound, BELOW_CLUSTERS), CLUSTER));
        }
    }

    private static Struct spec(String protocol, Struct strict, Class<? extends Record> type) {
        var members = new ArrayList<Member>();
        members.add(required("protocol", new Shape.Text(List.of(protocol))));
        members.addAll(Records.described(strict, type).members());
        return new Struct(members);
    }

    private static Shape choice(List<String> protocols, String suffix) {
        var specs = new LinkedHashMap<String, String>();
        protocols.forEach(protocol -> specs.put(protocol, protocol + suffix));
        return new Shape.ByProtocol(specs);
    }

    private static List<String> common(List<String> known, List<String> some) {
        return known.stream().filter(some::contains).toList();
    }
}
