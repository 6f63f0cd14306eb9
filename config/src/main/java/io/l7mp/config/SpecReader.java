package io.l7mp.config;

import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Json;
import io.l7mp.spi.OutboundProtocol;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Reads {@code spec} of listeners and clusters: both notations to the flat one, and that into the protocol's record. */
final class SpecReader {
    private static final String PROTOCOL = "protocol";
    private static final String[] TRANSPORT = {"transport", "transport_spec"};

    private final ProtocolTypes types;

    SpecReader(ProtocolTypes types) {
        this.types = types;
    }

    /**
     * What a spec says.
     *
     * @param protocol its protocol's name
     * @param flat as given, in flat notation
     * @param settings decoded
     */
    record Spec(String protocol, Json.Obj flat, Record settings) {}

    /** {@return the spec, unless something is wrong with it, which was reported then} */
    Optional<Spec> read(Fields fields) {
        return fields.requireObject("spec").flatMap(spec -> read(fields, spec, "spec"));
    }

    private Optional<Spec> read(Fields fields, Json.Obj given, String where) {
        var flat = flat(given);
        var protocol = flat.get(PROTOCOL).map(Excerpt::of).orElse("undefined");
        var type = settings(fields.kind(), protocol);
        if (type.isEmpty()) {
            fields.refuse(unknown(fields.kind(), protocol), where + "." + PROTOCOL, Json.of(protocol),
                    "the name of a protocol for " + fields.kind().key() + "s");
            return Optional.empty();
        }
        return decode(fields, type.get(), flat, where).map(settings -> new Spec(protocol, flat, settings));
    }

    private Optional<? extends Record> decode(Fields fields, Class<? extends Record> type, Json.Obj flat,
            String where) {
        var decoded = Decoder.attempt(type, flat.without(PROTOCOL), key -> fields.unknown(where + "." + key));
        if (decoded instanceof Decoder.Decoded.Bad<?>(var faults)) {
            fields.faults(where, faults);
        }
        var rides = transport(fields, type, flat, where);
        return decoded instanceof Decoder.Decoded.Good<? extends Record>(var settings) && rides
                ? Optional.of(settings)
                : Optional.empty();
    }

    /** {@return whether what the protocol rides on, if anything, is well} */
    private boolean transport(Fields fields, Class<? extends Record> type, Json.Obj flat, String where) {
        for (var key : TRANSPORT) {
            if (Decoder.reads(type, key) && flat.get(key).orElse(Json.NULL) instanceof Json.Obj inner
                    && !inner.members().isEmpty()) {
                return read(fields, inner, where + "." + key).isPresent();
            }
        }
        return true;
    }

    /** {@return the same in flat notation, and what it rides on too} */
    private Json.Obj flat(Json.Obj given) {
        var flat = given.get(PROTOCOL).isPresent() ? given : keyed(given);
        for (var key : TRANSPORT) {
            if (flat.get(key).orElse(Json.NULL) instanceof Json.Obj inner && !inner.members().isEmpty()) {
                flat = flat.with(key, flat(inner));
            }
        }
        return flat;
    }

    /** Keyed notation has the protocol's name, which begins with a capital, as its only key. */
    private static Json.Obj keyed(Json.Obj given) {
        if (given.members().size() != 1) {
            return given;
        }
        var only = given.members().entrySet().iterator().next();
        var isName = !only.getKey().isEmpty() && Character.isUpperCase(only.getKey().charAt(0));
        var inner = only.getValue().equals(Json.NULL) ? Json.EMPTY : only.getValue();
        if (!isName || !(inner instanceof Json.Obj settings)) {
            return given;
        }
        var members = new LinkedHashMap<String, Json>();
        members.put(PROTOCOL, Json.of(only.getKey()));
        settings.members().forEach(members::putIfAbsent);
        return new Json.Obj(members);
    }

    private Optional<Class<? extends Record>> settings(ObjectKind kind, String protocol) {
        return kind == ObjectKind.LISTENER
                ? types.inbound(protocol).map(InboundProtocol::listenerSpec)
                : types.outbound(protocol).map(OutboundProtocol::clusterSpec);
    }

    private static String unknown(ObjectKind kind, String protocol) {
        if (kind == ObjectKind.LISTENER) {
            return "Listener.create:Unknown protocol: \"" + protocol + "\"";
        }
        return protocol.equals("HTTP")
                ? "HTTPCluster is not defined"
                : "Cluster.create: TODO: Protocol \"" + protocol + "\" unimplemented";
    }

    /** {@return the word in place of the balancer, for a cluster that has no endpoints by nature} */
    Optional<String> virtual(String protocol) {
        return types.outbound(protocol).flatMap(OutboundProtocol::virtual);
    }
}
