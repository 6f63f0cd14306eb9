package io.l7mp.testkit;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Meter;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Protocol;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What a listener or cluster may use, without a core: any loops, counted buffers, names from a table, files in memory. */
public final class TestEnv implements ListenerEnv, ClusterEnv {
    private final List<Loop> loops;
    private final UnpooledByteBufAllocator buffers;
    private final Executor blocking;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, MemoryAppender> files = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final Map<String, Transport> transports = new ConcurrentHashMap<>();
    private volatile String owner = "test";
    private volatile JsonText json = TinyJson.TEXT;
    private volatile Duration linger = Duration.ofSeconds(1);

    private TestEnv(List<? extends Loop> loops, UnpooledByteBufAllocator buffers, Executor blocking) {
        this.loops = List.copyOf(loops);
        this.buffers = buffers;
        this.blocking = blocking;
        names.put("localhost", List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")));
    }

    /** {@return an environment of simulated loops} */
    public static TestEnv of(SimWorld world) {
        return new TestEnv(world.loops(), world.buffers(), world.blocking());
    }

    /** {@return an environment of real loops, with direct buffers and virtual threads} */
    public static TestEnv of(List<? extends Loop> loops) {
        return new TestEnv(loops, new UnpooledByteBufAllocator(true, true),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Changes the owner's name. */
    public TestEnv owner(String name) {
        owner = name;
        return this;
    }

    /** Changes how JSON text is read. */
    public TestEnv json(JsonText text) {
        json = text;
        return this;
    }

    /** Changes how long an orderly close may flush. */
    public TestEnv linger(Duration time) {
        linger = time;
        return this;
    }

    /** Makes a host name known. */
    public TestEnv host(String name, String... literals) {
        names.put(name, List.of(literals).stream().map(InetAddress::ofLiteral).toList());
        return this;
    }

    /** Makes a protocol known that others may ride on; its settings are read by a function, since no decoder is here. */
    public TestEnv transport(Protocol protocol, Function<Json.Obj, ? extends Record> decoder) {
        transports.put(protocol.name(), new Transport(protocol, decoder));
        return this;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public List<Loop> loops() {
        return loops;
    }

    @Override
    public UnpooledByteBufAllocator buffers() {
        return buffers;
    }

    /** {@return bytes of buffers that nobody released yet} */
    public long bytesInUse() {
        return buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public JsonText json() {
        return json;
    }

    @Override
    public Duration linger() {
        return linger;
    }

    @Override
    public void refused(String reason) {
        counts.merge("refused " + reason, 1L, Long::sum);
    }

    @Override
    public void dropped(String reason, long messages) {
        counts.merge("dropped " + reason, messages, Long::sum);
    }

    /** {@return how many were turned away for that reason} */
    public long refusals(String reason) {
        return counts.getOrDefault("refused " + reason, 0L);
    }

    /** {@return how many payloads were thrown away for that reason} */
    public long drops(String reason) {
        return counts.getOrDefault("dropped " + reason, 0L);
    }

    @Override
    public Loop lightest() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    @Override
    public void checkFile(String setting, String path) {
        // Anywhere.
    }

    @Override
    public long nextId() {
        return ids.getAndIncrement();
    }

    @Override
    public MemoryAppender append(String path) {
        return files.computeIfAbsent(path, _ -> new MemoryAppender());
    }

    /** The sums are kept under their labels as one text, {@code bytes} or {@code messages} before it. */
    @Override
    public Meter meter(SequencedMap<String, String> labels) {
        return new Meter() {
            @Override
            public void count(long bytes, long messages) {
                counts.merge("bytes " + labels, bytes, Long::sum);
                counts.merge("messages " + labels, messages, Long::sum);
            }

            @Override
            public void close() {
                counts.merge("closed " + labels, 1L, Long::sum);
            }
        };
    }

    /** {@return what was counted under such a word before the labels} */
    public long metered(String word, SequencedMap<String, String> labels) {
        return counts.getOrDefault(word + " " + labels, 0L);
    }

    @Override
    public Attempt resolve(String host, Loop loop, Duration limit, Completion<List<InetAddress>> done) {
        var known = addresses(host);
        if (known.isEmpty()) {
            done.failed(Cause.of(Kind.NOT_FOUND, "getaddrinfo ENOTFOUND " + host));
        } else {
            done.done(known);
        }
        return Attempt.OVER;
    }

    private List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return names.getOrDefault(host, List.of());
        }
    }

    @Override
    public void check(Json.Obj transportSpec) {
        transport(transportSpec).check(transportSpec, this);
    }

    @Override
    public void bind(Json.Obj transportSpec, Acceptor acceptor, Completion<Binding> done) {
        transport(transportSpec).bind(transportSpec, acceptor, this, done);
    }

    @Override
    public Connector connector(Json.Obj transportSpec) {
        return transport(transportSpec).open(transportSpec, this);
    }

    private Transport transport(Json.Obj spec) {
        var name = spec.get("protocol").map(word -> ((Json.Text) word).value()).orElse("");
        var transport = transports.get(name);
        if (transport == null) {
            throw new ConfigException("protocol", name, String.join(", ", transports.keySet()));
        }
        return transport;
    }

    /** A protocol to ride on. */
    private record Transport(Protocol protocol, Function<Json.Obj, ? extends Record> decoder) {
        void check(Json.Obj spec, ListenerEnv env) {
            check(inbound(), decoder.apply(spec), env);
        }

        private static <S extends Record> void check(InboundProtocol<S> inbound, Record spec,
                ListenerEnv env) {
            inbound.check(inbound.listenerSpec().cast(spec), env);
        }

        void bind(Json.Obj spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
            bind(inbound(), decoder.apply(spec), acceptor, env, done);
        }

        private InboundProtocol<?> inbound() {
            if (protocol instanceof InboundProtocol<?> inbound) {
                return inbound;
            }
            throw new ConfigException("protocol", protocol.name(), "a protocol that accepts");
        }

        private static <S extends Record> void bind(InboundProtocol<S> inbound, Record spec,
                Acceptor acceptor,
                ListenerEnv env, Completion<Binding> done) {
            inbound.bind(inbound.listenerSpec().cast(spec), acceptor, env, done);
        }

        Connector open(Json.Obj spec, ClusterEnv env) {
            if (!(protocol instanceof OutboundProtocol<?> outbound)) {
                throw new ConfigException("protocol", protocol.name(), "a protocol that connects");
            }
            return open(outbound, decoder.apply(spec), env);
        }

        private static <S extends Record> Connector open(OutboundProtocol<S> outbound, Record spec,
                ClusterEnv env) {
            return outbound.open(outbound.clusterSpec().cast(spec), env);
        }
    }
}
