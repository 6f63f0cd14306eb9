package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The network of a {@link SimWorld}: who listens where, and how long and how badly payloads travel. */
public final class SimNet {
    /** In place of an address: the port is taken on all of them. */
    static final String ANY = "*";

    private static final int FIRST_FREE_PORT = 40_000;

    private final SimWorld world;
    private final SimLoop wires;
    private final SimLoop outside;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<SimStream> open = new LinkedHashSet<>();
    private Duration shortest = Duration.ofNanos(20_000);
    private Duration longest = Duration.ofNanos(200_000);
    private LossyLink loss = LossyLink.NONE;
    private int nextPort = FIRST_FREE_PORT;

    /** Where connections arrive; called on the wire's loop. */
    interface Place {
        void arrived(SimStream client, Metadata hello);
    }

    SimNet(SimWorld world, SimLoop wires, SimLoop outside) {
        this.world = world;
        this.wires = wires;
        this.outside = outside;
    }

    /** Sets how long a payload travels, drawn anew for each. */
    public void latency(Duration from, Duration to) {
        shortest = from;
        longest = to;
    }

    /** Sets how unreliable and unordered streams are treated from now on. */
    public void lossy(LossyLink link) {
        loss = link;
    }

    /** Listens as a peer of clusters, at one address. */
    public SimServer serve(String address, int port) {
        var server = new SimServer(this, address + ":" + port);
        places.put(address + ":" + port, server);
        return server;
    }

    /** Connects to a listener as its peer, with those facts in the session's metadata. */
    public SimPeer dial(SimSpec listener, int port, Metadata hello) {
        return SimPeer.dial(this, listener.traits(), port, hello);
    }

    /** {@return the streams, of either end, that are not over} */
    public int openStreams() {
        return open.size();
    }

    /** {@return those on a loop of the program, in words} */
    public List<String> openInside() {
        return open.stream().filter(stream -> stream.loop() != outside).map(SimStream::toString).toList();
    }

    void opened(SimStream stream) {
        open.add(stream);
    }

    void ended(SimStream stream) {
        open.remove(stream);
    }

    boolean taken(int port) {
        return places.containsKey(key(ANY, port));
    }

    int freePort() {
        while (taken(nextPort)) {
            nextPort++;
        }
        return nextPort++;
    }

    void put(String key, Place place) {
        places.put(key, place);
    }

    SimStream outsideStream(Traits traits, SimStream.Handshake handshake) {
        return new SimStream(this, outside, traits, world.buffers(), Duration.ofSeconds(1), handshake);
    }

    void remove(String key, Place place) {
        places.remove(key, place);
    }

    static String key(String address, int port) {
        return address + ":" + port;
    }

    /** Sends a connection on its way; it hears by its handshake. */
    void connect(SimStream client, String address, int port, Metadata hello) {
        client.wire().inOrder(() -> {
            var there = places.get(key(address, port));
            var place = there == null ? places.get(key(ANY, port)) : there;
            if (place == null) {
                refuse(client, Cause.of(Kind.REFUSED, "connect ECONNREFUSED " + key(address, port)));
            } else {
                place.arrived(client, hello);
            }
        });
    }

    void refuse(SimStream client, Cause cause) {
        later(latencyNanos(), () -> client.loop().execute(() -> client.arrived(new Frame.Refused(cause))));
    }

    /** Joins the two ends of a connection; what is sent from now on arrives. */
    static void join(SimStream client, SimStream server) {
        client.wire().connect(server);
        server.wire().connect(client);
    }

    long latencyNanos() {
        return world.random().nextLong(shortest.toNanos(), longest.toNanos() + 1);
    }

    LossyLink loss() {
        return loss;
    }

    boolean chance(double probability) {
        return probability > 0 && world.random().nextDouble() < probability;
    }

    RandomGenerator random() {
        return world.random();
    }

    long nanos() {
        return world.nanos();
    }

    /** Does something on the wire's loop: work under way, unlike a timer. */
    void later(long delayNanos, Runnable arrival) {
        world.put(new SimTimer(world, wires, arrival, true), delayNanos);
    }

    SimWorld world() {
        return world;
    }

    SimLoop outside() {
        return outside;
    }

    /** Copies a payload and releases it. */
    static byte[] take(ByteBuf payload) {
        try {
            var bytes = new byte[payload.readableBytes()];
            payload.readBytes(bytes);
            return bytes;
        } finally {
            payload.release();
        }
    }
}
