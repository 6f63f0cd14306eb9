package io.l7mp.core.registry;

import io.l7mp.config.Decoder;
import io.l7mp.config.ProtocolTypes;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Json;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Protocol;
import io.l7mp.spi.Traits;
import io.l7mp.spi.Transports;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The protocols by the word in {@code spec.protocol}.
 *
 * <p>Most are found by {@link ServiceLoader}. Those that need the running core are handed in once, before the first
 * configuration; after that nothing changes here. A protocol that rides on others asks here what they are.
 */
public final class Registry implements ProtocolTypes, Transports {
    private final Map<String, InboundProtocol<?>> inbound = new HashMap<>();
    private final Map<String, OutboundProtocol<?>> outbound = new HashMap<>();
    private volatile boolean sealed;

    public Registry(Iterable<? extends Protocol> protocols) {
        protocols.forEach(this::put);
    }

    /** {@return a registry of all protocols on the class path} */
    public static Registry found() {
        return new Registry(ServiceLoader.load(Protocol.class));
    }

    /** Hands in protocols that need the running core, and takes no more. */
    public void seal(List<? extends Protocol> needCore) {
        if (sealed) {
            throw new IllegalStateException("already sealed");
        }
        needCore.forEach(this::put);
        sealed = true;
    }

    private void put(Protocol given) {
        var protocol = given.riding(this);
        if (protocol instanceof InboundProtocol<?> in && inbound.put(in.name(), in) != null) {
            throw new IllegalStateException("two protocols for listeners named " + in.name());
        }
        if (protocol instanceof OutboundProtocol<?> out && outbound.put(out.name(), out) != null) {
            throw new IllegalStateException("two protocols for clusters named " + out.name());
        }
    }

    @Override
    public Optional<InboundProtocol<?>> inbound(String name) {
        return Optional.ofNullable(inbound.get(name));
    }

    @Override
    public Optional<OutboundProtocol<?>> outbound(String name) {
        return Optional.ofNullable(outbound.get(name));
    }

    @Override
    public SortedSet<String> inboundNames() {
        return new TreeSet<>(inbound.keySet());
    }

    @Override
    public SortedSet<String> outboundNames() {
        return new TreeSet<>(outbound.keySet());
    }

    private static <S extends Record> Traits traits(InboundProtocol<S> protocol, Record settings) {
        return protocol.listenerTraits(protocol.listenerSpec().cast(settings));
    }

    /** {@return whether several listeners may have the address of such a one} */
    public boolean sharesAddress(String protocol, Record settings) {
        return sharesAddress(needInbound(protocol), settings);
    }

    private static <S extends Record> boolean sharesAddress(InboundProtocol<S> protocol, Record settings) {
        return protocol.sharesAddress(protocol.listenerSpec().cast(settings));
    }

    private static <S extends Record> Duration idle(InboundProtocol<S> protocol, Record settings) {
        return protocol.idleTimeout(protocol.listenerSpec().cast(settings));
    }

    private static <S extends Record> Traits traits(OutboundProtocol<S> protocol, Record settings,
            Traits input) {
        return protocol.clusterTraits(protocol.clusterSpec().cast(settings), input).after(input);
    }

    @Override
    public Traits listenerTraits(Json.Obj transportSpec) {
        var protocol = needInbound(protocol(transportSpec));
        return traits(protocol, decode(protocol.listenerSpec(), transportSpec));
    }

    @Override
    public Duration idleTimeout(Json.Obj transportSpec) {
        var protocol = needInbound(protocol(transportSpec));
        return idle(protocol, decode(protocol.listenerSpec(), transportSpec));
    }

    @Override
    public boolean sharesAddress(Json.Obj transportSpec) {
        var protocol = needInbound(protocol(transportSpec));
        return sharesAddress(protocol, decode(protocol.listenerSpec(), transportSpec));
    }

    @Override
    public Traits clusterTraits(Json.Obj transportSpec, Traits input) {
        var protocol = needOutbound(protocol(transportSpec));
        return traits(protocol, decode(protocol.clusterSpec(), transportSpec), input);
    }

    private static <S extends Record> void bind(InboundProtocol<S> protocol, Record settings,
            Acceptor acceptor,
            ListenerEnv env, Completion<Binding> done) {
        protocol.bind(protocol.listenerSpec().cast(settings), acceptor, env, done);
    }

    private static <S extends Record> void check(InboundProtocol<S> protocol, Record settings,
            ListenerEnv env) {
        protocol.check(protocol.listenerSpec().cast(settings), env);
    }

    /** Looks whether a listener to ride on finds what its settings name. */
    public void check(Json.Obj spec, ListenerEnv env) {
        var protocol = needInbound(protocol(spec));
        check(protocol, decode(protocol.listenerSpec(), spec), env);
    }

    /** Binds a listener to ride on, whose settings are still JSON. */
    public void bind(Json.Obj spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        var protocol = needInbound(protocol(spec));
        bind(protocol, decode(protocol.listenerSpec(), spec), acceptor, env, done);
    }

    /** Opens a connector to ride on, whose settings are still JSON. */
    public Connector open(Json.Obj spec, ClusterEnv env) {
        return open(needOutbound(protocol(spec)), spec, env);
    }

    private static <S extends Record> Connector open(OutboundProtocol<S> protocol, Json.Obj spec,
            ClusterEnv env) {
        return protocol.open(decode(protocol.clusterSpec(), spec), env);
    }

    private static <S extends Record> S decode(Class<S> type, Json.Obj spec) {
        return Decoder.decode(type, spec.without("protocol"), _ -> {});
    }

    private static String protocol(Json.Obj spec) {
        if (spec.get("protocol").orElse(Json.NULL) instanceof Json.Text(var name)) {
            return name;
        }
        throw new ConfigException("protocol", spec, "the name of a protocol");
    }

    private InboundProtocol<?> needInbound(String name) {
        return inbound(name)
                .orElseThrow(() -> new ConfigException("protocol", name, "a protocol for listeners"));
    }

    private OutboundProtocol<?> needOutbound(String name) {
        return outbound(name)
                .orElseThrow(() -> new ConfigException("protocol", name, "a protocol for clusters"));
    }
}
