package io.l7mp.protocol.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpSingletonTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final UdpDesk desk = new UdpDesk();
    private DatagramSocket peer;
    private InetSocketAddress listener;

    @BeforeEach
    void bind() throws Exception {
        peer = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK));
        peer.setSoTimeout(10_000);
        listener = UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0, LOOPBACK, peer.getLocalPort(), "")));
        await().until(() -> desk.ends.size() == 1);
    }

    @AfterEach
    void close() {
        peer.close();
        desk.close();
    }

    private void send(DatagramSocket from, String text) throws Exception {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, listener));
    }

    private String receive() throws Exception {
        var packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private UdpEnd end() {
        return desk.ends.stream().reduce((_, newer) -> newer).orElseThrow();
    }

    private CompletableFuture<UdpEnd> redial() {
        var result = new CompletableFuture<UdpEnd>();
        var offer = desk.offers.element();
        offer.loop().execute(() -> offer.redial().orElseThrow()
                .connect(Duration.ofSeconds(1), UdpDesk.completion(result)));
        return result;
    }

    @Test
    void offersItsSessionBeforeAnyDatagramAndCarriesBothWays() throws Exception {
        end().send("down");
        assertThat(receive()).isEqualTo("down");

        send(peer, "up");

        await().until(() -> end().texts.contains("up"));
        assertThat(desk.offers.element().name())
                .isEqualTo("UDP:127.0.0.1:" + peer.getLocalPort() + "-127.0.0.1:"
                        + listener.getPort() + "-0");
    }

    @Test
    void hearsNobodyElse() throws Exception {
        try (var stranger = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK))) {
            send(stranger, "strange");
        }
        send(peer, "known");

        await().until(() -> end().texts.contains("known"));
        assertThat(end().texts).containsExactly("known");
    }

    @Test
    void givesItsStreamAgainToASessionThatAsks() throws Exception {
        end().close(Cause.of(Kind.RESET, "broken"));
        end().cause();

        var again = redial().join().read();
        desk.ends.add(again);
        send(peer, "back");

        await().until(() -> again.texts.contains("back"));
        assertThat(desk.offers).hasSize(1);
    }

    @Test
    void makesANewSessionOfTheNextDatagramAfterASecond() throws Exception {
        end().close(Cause.of(Kind.LIMIT, "deleted"));
        end().cause();

        await().until(() -> {
            send(peer, "knock");
            return desk.ends.size() == 2;
        });

        await().until(() -> end().texts.contains("knock"));
        assertThat(desk.offers.stream().skip(1).findFirst().orElseThrow().name()).endsWith("-1");
        assertThat(redial()).failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                .withMessageContaining("a newer session has the peer");
    }

    @Test
    void makesANewSessionAfterOneThatWasRefused() throws Exception {
        desk.takes = _ -> desk.offers.size() > 2;
        end().close(Cause.of(Kind.LIMIT, "deleted"));

        await().until(() -> {
            send(peer, "knock");
            return desk.ends.size() == 2;
        });

        assertThat(desk.offers).hasSize(3);
    }

    @Test
    void isRefusedWhenItsPeerIsNotThere() {
        peer.close();

        end().send("anybody?");

        assertThat(end().cause()).isEqualTo(Cause.of(Kind.REFUSED, "recvmsg ECONNREFUSED"));
    }

    @Test
    void livesBesideAServerOnTheSameAddress() throws Exception {
        var server = new UdpDesk();
        server.bind(UdpDesk.spec(LOOPBACK, listener.getPort()));
        try (var stranger = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK))) {
            send(stranger, "strange");
            send(peer, "known");

            await().until(() -> server.ends.size() == 1 && end().texts.contains("known"));
            await().until(() -> server.ends.element().texts.contains("strange"));
        }
        server.close();
    }
}
