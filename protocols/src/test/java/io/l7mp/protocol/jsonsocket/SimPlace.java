package io.l7mp.protocol.jsonsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.SessionFacts;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimServer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A world with a JSONSocket listener, a JSONSocket cluster, or both, over one kind of simulated transport. */
final class SimPlace implements Acceptor {
    static final int PORT = 7;
    static final String VERSION_ONLY = "{\"JSONSocketVersion\":1}";
    static final String OK = "{\"JSONSocketVersion\":1,\"JSONSocketStatus\":200,\"JSONSocketMessage\":\"OK\"}";

    final SimWorld world;
    final TestEnv env;
    final List<Offer> offers = new ArrayList<>();
    final List<Ear> accepted = new ArrayList<>();
    private final SimSpec spec;
    private final JsonSocketProtocol protocol;
    private final List<Dialled> dials = new ArrayList<>();
    private @Nullable Binding binding;
    private Consumer<Offer> onOffer = offer -> accepted.add(new Ear(offer.open(Metadata.EMPTY)));

    SimPlace(long seed, SimSpec spec) {
        this.world = new SimWorld(seed, 2);
        this.env = TestEnv.of(world).owner("js");
        this.spec = spec;
        var ride = Ride.sim(world.net(), spec);
        ride.furnish(env);
        this.protocol = ride.rider();
    }

    SimPlace onOffer(Consumer<Offer> action) {
        onOffer = action;
        return this;
    }

    @Override
    public void offer(Offer offer) {
        offers.add(offer);
        onOffer.accept(offer);
    }

    SimPlace listen() {
        return listen(Ride.listenerSpec());
    }

    SimPlace listen(JsonSocketListenerSpec listener) {
        protocol.bind(listener, this, env, new Completion<>() {
            @Override
            public void done(Binding value) {
                binding = value;
                value.start();
            }

            @Override
            public void failed(Cause cause) {
                throw new AssertionError(cause);
            }
        });
        world.settle();
        return this;
    }

    SimPeer dial() {
        return world.net().dial(spec, PORT, Metadata.of(Json.obj("IP", Json.obj("src_addr", "192.0.2.7"))));
    }

    /** A foreign server for the cluster, which says this to each header that is whole. */
    SimServer server(String... answers) {
        return world.net().serve("there", PORT).onAccept(peer -> peer.onPayload(_ -> {
            if (peer.text().endsWith("\"JSONSocketVersion\":1}")) {
                List.of(answers).forEach(answer -> peer.send(answer.getBytes(UTF_8)));
            }
        }));
    }

    /** What came of an attempt. */
    static final class Dialled implements Completion<Connected> {
        @Nullable
        Ear ear;
        @Nullable
        Cause cause;
        Metadata facts = Metadata.EMPTY;
        Attempt attempt = Attempt.OVER;
        int calls;

        @Override
        public void done(Connected value) {
            calls++;
            ear = new Ear(value.stream());
            facts = value.facts();
        }

        @Override
        public void failed(Cause why) {
            calls++;
            cause = why;
        }

        String failure() {
            return cause == null ? "" : cause.content();
        }

        Ear ear() {
            return Optional.ofNullable(ear).orElseThrow(() -> new AssertionError("not connected: " + cause));
        }
    }

    Dialled connect(JsonSocketClusterSpec cluster, Metadata metadata) {
        var dialled = new Dialled();
        dials.add(dialled);
        var connector = protocol.open(cluster, env);
        world.loop().execute(() -> dialled.attempt = connector.connect(new Endpoint("e", "there", PORT, 1),
                new SessionFacts("s", metadata, Metadata.EMPTY), world.loop(), Duration.ofSeconds(2),
                dialled));
        return dialled;
    }

    Dialled connect(Json... header) {
        return connect(Ride.clusterSpec(header), Metadata.EMPTY);
    }

    /** Closes everything that is left, and looks whether anything is left then. */
    void leave() {
        accepted.forEach(ear -> ear.close(Cause.DONE));
        dials.forEach(dial -> Optional.ofNullable(dial.ear).ifPresent(ear -> ear.close(Cause.DONE)));
        if (binding != null) {
            binding.close(() -> {});
        }
        world.run();
        assertThat(world.net().openInside()).isEmpty();
        assertThat(world.bytesInUse()).isZero();
    }
}
