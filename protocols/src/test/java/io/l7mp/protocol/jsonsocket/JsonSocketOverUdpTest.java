package io.l7mp.protocol.jsonsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.testkit.TestEnv;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A foreign client on a real UDP socket. */
class JsonSocketOverUdpTest {
    private final TestEnv env = TestEnv.of(LiveLoops.all()).owner("js");
    private final CompletableFuture<Binding> bound = new CompletableFuture<>();
    private volatile Consumer<Offer> onOffer = offer -> new Ear(offer.open(Metadata.EMPTY));
    private DatagramSocket client;

    @BeforeEach
    void listen() throws IOException {
        var _ = LiveLoops.uncaught(); // what another class planted
        var ride = Ride.udp(0);
        ride.furnish(env);
        ride.rider().bind(Ride.listenerSpec(), offer -> onOffer.accept(offer), env, new Completion<>() {
            @Override
            public void done(Binding binding) {
                binding.start();
                bound.complete(binding);
            }

            @Override
            public void failed(Cause cause) {
                bound.completeExceptionally(new IllegalStateException(cause.content()));
            }
        });
        client = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        client.connect((InetSocketAddress) bound.join().addresses().getFirst());
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        client.close();
        var closed = new CompletableFuture<Boolean>();
        bound.join().close(() -> closed.complete(true));
        closed.join();
        await().until(() -> env.bytesInUse() == 0);
        assertThat(LiveLoops.uncaught()).isEmpty();
    }

    private String ask(String text) throws IOException {
        client.send(new DatagramPacket(text.getBytes(UTF_8), text.length()));
        var answer = new DatagramPacket(new byte[2_000], 2_000);
        client.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), UTF_8);
    }

    @Test
    void letsARejectedPeerTryAgainFromTheSamePort() throws IOException {
        onOffer = offer -> offer
                .refuse(Cause.of(Kind.NO_ROUTE, "No route for session \"" + offer.name() + "\""));
        for (int i = 0; i < 100; i++) {
            assertThat(ask(SimPlace.VERSION_ONLY))
                    .isEqualTo("{\"JSONSocketVersion\":1,\"JSONSocketStatus\":404,"
                            + "\"JSONSocketMessage\":\"Not Found: No route for session \\\"JSONSocket:js-" + i
                            + "\\\"\"}");
            assertThat(ask("null")).contains("Bad Request: err");
        }
        onOffer = offer -> new Ear(offer.open(Metadata.EMPTY));

        assertThat(ask(SimPlace.VERSION_ONLY)).isEqualTo(SimPlace.OK);
    }

    @Test
    void answersRepeatsWithOneSession() throws IOException {
        var offers = new java.util.concurrent.CopyOnWriteArrayList<Ear>();
        onOffer = offer -> offers.add(new Ear(offer.open(Metadata.EMPTY)));
        for (int i = 0; i < 5; i++) {
            assertThat(ask(SimPlace.VERSION_ONLY)).isEqualTo(SimPlace.OK);
        }

        assertThat(offers).hasSize(1);
        assertThat(env.drops("repeated_header")).isEqualTo(4);
    }
}
