package io.l7mp.testkit;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Loop;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol's test tells the contract: where it runs, how its two ends are made, and what its traits do not say. Every
 * {@code with} method returns this.
 */
public final class Fixture {
    private static final long MOST_UNREAD = 32 << 20;

    final TestEnv env;
    final Waiting waiting;
    final Map<String, Supplier<?>> badSpecs = new LinkedHashMap<>();
    LongSupplier handles;
    @Nullable
    Listening listening;
    @Nullable
    Listening again;
    @Nullable
    Connecting connecting;
    @Nullable
    Function<SocketAddress, End> dial;
    @Nullable
    Supplier<FarListener> farListener;
    Function<SocketAddress, Endpoint> endpoint = Fixture::endpointAt;
    boolean transform;
    boolean sink;
    boolean silentConnect;
    boolean text;
    boolean carriesEnd = true;
    boolean carriesReset = true;
    boolean seesLeaving = true;
    boolean connectFails = true;
    long mostUnread = MOST_UNREAD;
    int sessions = 1_000;

    private Fixture(TestEnv env, Waiting waiting, LongSupplier handles) {
        this.env = env;
        this.waiting = waiting;
        this.handles = handles;
    }

    /** {@return a fixture in a simulated world} */
    public static Fixture in(SimWorld world) {
        return new Fixture(TestEnv.of(world), Waiting.in(world), world.net()::openStreams);
    }

    /** {@return a fixture on real loops, which stay the caller's} */
    public static Fixture on(List<? extends Loop> loops) {
        return new Fixture(TestEnv.of(loops), Waiting.on(loops), OpenSockets::count);
    }

    /** {@return the environment, to be furnished further} */
    public TestEnv env() {
        return env;
    }

    /** The protocol accepts: this is its listener, at a free address. */
    public <S extends Record> Fixture withListener(InboundProtocol<S> protocol, S spec) {
        listening = new Listening(protocol.listenerTraits(spec),
                (acceptor, env, at, done) -> protocol.bind(spec, acceptor, env, done));
        return this;
    }

    /** The same listener can be bound at a given address: for tests of an address in use, and of binding again. */
    public <S extends Record> Fixture withListenerAt(InboundProtocol<S> protocol,
            Function<SocketAddress, S> spec) {
        again = new Listening(Traits.BYTES,
                (acceptor, env, at, done) -> protocol.bind(spec.apply(at), acceptor, env, done));
        return this;
    }

    /** The protocol connects: this is its cluster, for a listener at that address. */
    public <S extends Record> Fixture withCluster(OutboundProtocol<S> protocol,
            Function<SocketAddress, S> spec) {
        connecting = new Connecting(at -> protocol.clusterTraits(spec.apply(at), Traits.BYTES),
                at -> protocol.open(spec.apply(at), env));
        return this;
    }

    /** The protocol is written on one side and read on the other. */
    public <S extends Record> Fixture withTransform(OutboundProtocol<S> protocol, S spec) {
        transform = true;
        return withCluster(protocol, at -> spec);
    }

    /** The protocol takes everything and gives nothing back. */
    public <S extends Record> Fixture withSink(OutboundProtocol<S> protocol, S spec) {
        sink = true;
        return withCluster(protocol, at -> spec);
    }

    /** The listener's peers are foreign, since the protocol has no clusters. */
    public Fixture withDialler(Function<SocketAddress, End> foreign) {
        dial = foreign;
        return this;
    }

    /** The cluster's peers are foreign, since the protocol has no listeners. */
    public Fixture withFarListener(Supplier<FarListener> foreign) {
        farListener = foreign;
        return this;
    }

    /** Endpoints are made of a bound address in another way. */
    public Fixture withEndpoint(Function<SocketAddress, Endpoint> maker) {
        endpoint = maker;
        return this;
    }

    /** A listener sees a peer with its first payload only, and nobody is told that none listens. */
    public Fixture withSilentConnect() {
        silentConnect = true;
        seesLeaving = false;
        connectFails = false;
        return this;
    }

    /** Text and binary payloads stay what they are. */
    public Fixture withText() {
        text = true;
        return this;
    }

    /** The wire does not carry an orderly end. */
    public Fixture withoutEnd() {
        carriesEnd = false;
        return this;
    }

    /** The wire does not carry a broken connection. */
    public Fixture withoutReset() {
        carriesReset = false;
        return this;
    }

    /** A peer that leaves before its offer was opened goes unnoticed. */
    public Fixture withoutLeaving() {
        seesLeaving = false;
        return this;
    }

    /** A writer whose peer does not read may get so far ahead, kernel buffers included. */
    public Fixture withMostUnread(long bytes) {
        mostUnread = bytes;
        return this;
    }

    /** So many sessions at once, in place of 1,000. */
    public Fixture withSessions(int count) {
        sessions = count;
        return this;
    }

    /** Open handles are counted in another way than by the process's sockets. */
    public Fixture withHandles(LongSupplier count) {
        handles = count;
        return this;
    }

    /** Making these settings is refused, with that path in the exception. */
    public Fixture withBadSpec(String path, Supplier<?> settings) {
        badSpecs.put(path, settings);
        return this;
    }

    private static Endpoint endpointAt(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new Endpoint("there", inet.getAddress().getHostAddress(), inet.getPort(), 1)
                : new Endpoint("there", address.toString(), 0, 1);
    }

    /** Binds one kind of listener. */
    record Listening(Traits traits, Bind bind) {}

    /** Takes an address, for a listener of any settings. */
    interface Bind {
        void bind(Acceptor acceptor, TestEnv env, SocketAddress at, Completion<Binding> done);
    }

    /** Connects one kind of cluster. */
    record Connecting(Function<SocketAddress, Traits> traits, Function<SocketAddress, Connector> open) {}
}
