package io.l7mp.protocol.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Cause;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpListenerTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final UdpDesk desk = new UdpDesk();

    @AfterEach
    void close() {
        desk.close();
    }

    private UdpEnd connect(InetSocketAddress to) {
        var end = desk.connect(UdpDesk.cluster(), UdpDesk.to(to)).join().read();
        desk.ends.add(end);
        return end;
    }

    private UdpEnd accepted(int which) {
        await().until(() -> desk.offers.size() > which && !desk.ends.isEmpty());
        var name = desk.offers.stream().skip(which).findFirst().orElseThrow().name();
        assertThat(name).startsWith("UDP:");
        return desk.ends.stream().filter(end -> end.stream instanceof UdpStream stream
                && name.startsWith("UDP:127.0.0.1:" + stream.flow().peer().getPort() + "-")).findFirst()
                .orElseThrow();
    }

    @Test
    void namesAndDescribesItsSessions() {
        var binding = desk.bind(UdpDesk.spec("", 0));
        int port = UdpDesk.address(binding).getPort();
        var client = connect(new InetSocketAddress(LOOPBACK, port));
        int clientPort = ((UdpStream) client.stream).flow().local().getPort();

        client.send("hello");
        await().until(() -> desk.offers.size() == 1);

        var offer = desk.offers.element();
        assertThat(offer.name()).isEqualTo("UDP:127.0.0.1:" + clientPort + "-0.0.0.0:" + port + "-0");
        assertThat(offer.metadata().json()).isEqualTo(Json.obj(
                "IP", Json.obj("src_addr", LOOPBACK, "dst_addr", "0.0.0.0"),
                "UDP", Json.obj("src_port", clientPort, "dst_port", port)));
        for (var path : new String[]{"/IP/src_addr", "/IP/dst_addr", "/UDP/src_port", "/UDP/dst_port", "/IP",
                "/no/where"}) {
            assertThat(offer.metadata().get(Path.of(path)))
                    .isEqualTo(Path.of(path).get(offer.metadata().json()));
        }
        assertThat(offer.redial()).isEmpty();
    }

    @Test
    void letsAPeerThatWasRefusedComeBackWithItsNextDatagram() {
        desk.takes = _ -> desk.offers.size() > 3;
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0))));

        for (int i = 1; i <= 5; i++) {
            client.send("" + i);
            int count = Math.min(i, 4);
            await().until(() -> desk.offers.size() == count);
        }

        await().until(() -> desk.ends.size() == 2);
        var session = desk.ends.stream().filter(end -> end != client).findFirst().orElseThrow();
        await().until(() -> session.texts.size() == 2);
        assertThat(session.texts).containsExactly("4", "5");
    }

    @Test
    void letsAPeerWhoseSessionEndedComeBack() {
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0))));
        client.send("1");
        accepted(0).close(Cause.of(Kind.LIMIT, "idle"));
        await().until(
                () -> desk.ends.stream().filter(end -> end != client).allMatch(end -> end.closed.isDone()));

        client.send("2");

        await().until(() -> desk.ends.stream().anyMatch(end -> end.texts.contains("2")));
        assertThat(desk.offers).hasSize(2);
    }

    @Test
    void holdsExactly256DatagramsInTheirOrderForASessionThatIsNotRead() {
        desk.reads = false;
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0))));
        IntStream.range(0, 300).forEach(i -> client.send("" + i));
        var session = accepted(0);
        await().until(() -> session.dropped(Drop.QUEUE_FULL) == 44);

        session.read();

        await().until(() -> session.texts.size() == 256);
        assertThat(session.texts)
                .containsExactlyElementsOf(IntStream.range(0, 256).mapToObj(String::valueOf).toList());
    }

    @Test
    void holdsAtMostAMebibyteForASessionThatIsNotRead() {
        desk.reads = false;
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0))));
        IntStream.range(0, 20).forEach(_ -> client.send("x".repeat(60_000)));
        var session = accepted(0);

        await().until(() -> session.dropped(Drop.QUEUE_FULL) == 3);
        session.read();

        await().until(() -> session.texts.size() == 17);
    }

    @Test
    void dropsAndCountsWhatIsTooLargeForADatagram() {
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0))));

        client.send("x".repeat(65_508));
        client.send("x".repeat(65_507));
        client.send("");

        await().until(() -> accepted(0).texts.size() == 2);
        assertThat(accepted(0).texts).extracting(String::length).containsExactly(65_507, 0);
        assertThat(client.dropped(Drop.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void passesBatchesOnAndWhatWasHeldBeforeThem() {
        desk.reads = false;
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0))));
        client.send("held 1");
        client.send("held 2");
        var session = accepted(0);
        session.takeBatches();
        session.read();
        await().until(() -> session.texts.size() == 2);

        client.send("3");
        await().until(() -> session.texts.size() == 3);

        assertThat(session.texts).containsExactly("held 1", "held 2", "3");
        assertThat(session.batches.get()).isEqualTo(3);
        await().until(() -> session.turnEnds.get() > 0);
        session.on(() -> session.batching().detach());
        client.send("4");
        await().until(() -> session.texts.size() == 4);
        assertThat(session.batches.get()).isEqualTo(3);
    }

    @Test
    void writesABatchToASessionAndToACluster() {
        var server = UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0)));
        var client = connect(server);
        client.send("0");
        var session = accepted(0);
        session.on(() -> session.stream.batching().orElseThrow().attach(batch -> {
            session.batching().write(batch);
            session.stream.flush();
        }));
        client.on(() -> client.stream.batching().orElseThrow().attach(batch -> {
            client.batches.addAndGet(batch.size());
            if (client.batches.get() < 1_000) {
                client.batching().write(batch);
            }
        }));

        IntStream.range(0, 50).forEach(i -> client.send("echo " + i));

        await().until(() -> client.batches.get() >= 1_000);
    }

    @Test
    void endsOnlyTheSessionWhoseReceiverIsBroken() {
        var server = UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0)));
        var clients = IntStream.range(0, 6).mapToObj(_ -> connect(server)).toList();
        clients.forEach(client -> client.send("hello"));
        await().until(() -> desk.ends.size() == 12);
        var broken = accepted(2);
        broken.onText = _ -> {
            throw new IllegalStateException("planted");
        };
        var peer = ((UdpStream) broken.stream).flow().peer();

        clients.forEach(client -> client.send("again"));

        assertThat(broken.cause().kind()).isEqualTo(Kind.BUG);
        await().until(() -> desk.ends.stream()
                .filter(end -> ((UdpStream) end.stream).flow().local().equals(server) && end != broken)
                .filter(end -> !((UdpStream) end.stream).flow().peer().equals(peer))
                .allMatch(end -> end.texts.size() == 2));
    }

    @Test
    void endsOnlyTheSessionWhoseBatchReceiverIsBroken() {
        var server = UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0)));
        var client = connect(server);
        var other = connect(server);
        client.send("1");
        var session = accepted(0);
        session.on(() -> session.stream.batching().orElseThrow().attach(_ -> {
            throw new IllegalStateException("planted");
        }));

        client.send("2");
        other.send("3");

        assertThat(session.cause()).isEqualTo(Cause.of(Kind.BUG, "java.lang.IllegalStateException: planted"));
        await().until(() -> desk.ends.stream().anyMatch(end -> end.texts.contains("3")));
    }

    @Test
    void takesOnlyPeersWithThePortOrAddressThatWasGiven() {
        var client = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0, "", 1, ""))));
        var other = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0, "127.0.0.9", 0, ""))));
        var forced = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0, LOOPBACK, 1, "server"))));
        var right = connect(UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0, LOOPBACK, 0, ""))));

        client.send("wrong port");
        other.send("wrong address");
        forced.send("wrong port");
        right.send("right");

        await().until(() -> desk.offers.size() == 1 && desk.env.refusals("unknown_peer") == 3);
    }

    @Test
    void tellsAnOfferThatNobodyAnsweredThatItsListenerIsGone() {
        var gone = new AtomicInteger();
        desk.ignores = offer -> offer.onGone(gone::incrementAndGet);
        var binding = desk.bind(UdpDesk.spec(LOOPBACK, 0));
        connect(UdpDesk.address(binding)).send("hello");
        await().until(() -> desk.offers.size() == 1);

        UdpDesk.closed(binding);

        assertThat(gone).hasValue(1);
    }

    @Test
    void saysWhyAnAddressCannotBeHad() throws Exception {
        try (var foreign = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK))) {
            int port = foreign.getLocalPort();

            assertThat(desk.tryBind(UdpDesk.spec(LOOPBACK, port))).failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat().withMessageContaining("Could not bind to 127.0.0.1:" + port
                            + ": bind EADDRINUSE: address already in use");
            assertThat(desk.tryBind(UdpDesk.spec("", port))).failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat().withMessageContaining("Could not bind to 0.0.0.0:" + port);
            assertThat(desk.tryBind(UdpDesk.spec(LOOPBACK, port, LOOPBACK, 9, "")))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat().withMessageContaining("Could not bind to 127.0.0.1:" + port);
        }
        assertThat(desk.tryBind(UdpDesk.spec(LOOPBACK, 0, "255.255.255.255", 9, "")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("Could not connect to 255.255.255.255:9: connect EACCES");
    }

    @Test
    void endsItsSessionsAfterAMinuteUnlessThereIsOnlyOne() {
        assertThat(desk.udp.idleTimeout(UdpDesk.spec("", 1))).isEqualTo(Duration.ofSeconds(60));
        assertThat(desk.udp.idleTimeout(UdpDesk.spec("", 1, "", 2, ""))).isEqualTo(Duration.ofSeconds(60));
        assertThat(desk.udp.idleTimeout(UdpDesk.spec("", 1, LOOPBACK, 2, "server")))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(desk.udp.idleTimeout(UdpDesk.spec("", 1, LOOPBACK, 2, ""))).isZero();
        assertThat(desk.udp.idleTimeout(UdpDesk.spec("", 1, LOOPBACK, 2, "singleton"))).isZero();
    }

    @Test
    void bindsToAnAddressWithAZone() {
        var binding = desk.bind(UdpDesk.spec("::1%lo", 0));
        var client = connect(new InetSocketAddress("::1", UdpDesk.address(binding).getPort()));

        client.send("hello");

        await().until(() -> desk.offers.size() == 1);
    }

    @Test
    void refusesAZoneThatIsNotThere() {
        for (var address : new String[]{"::1%nowhere", "[fe80::1%nowhere]"}) {
            var wrong = catchThrowableOfType(ConfigException.class,
                    () -> desk.tryBind(UdpDesk.spec(address, 0)));

            assertThat(wrong.path()).isEqualTo("address");
            assertThat(wrong.value()).isEqualTo(address);
            assertThat(wrong.expected()).isEqualTo("an IPv4 or IPv6 address");
        }
    }

    @Test
    void takesLiteralsInBrackets() {
        assertThat(UdpAddress.literal("[::1]")).isEqualTo(InetAddress.ofLiteral("::1"));
        assertThat(UdpAddress.literal("::ffff:127.0.0.1")).isEqualTo(InetAddress.ofLiteral(LOOPBACK));
    }

    @Test
    void refusesASingletonWithoutAWholePeer() {
        var wrong = catchThrowableOfType(ConfigException.class,
                () -> UdpDesk.spec("", 1, LOOPBACK, 0, "singleton"));

        assertThat(wrong.expected())
                .isEqualTo("Singleton mode requested but either connect.address or connect.port"
                        + " is not defined (or neither): no remote to connect to");
    }

    @Test
    void tellsAStreamWhoseUpstreamIsNotThere() throws Exception {
        int port;
        try (var gone = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK))) {
            port = gone.getLocalPort();
        }
        var client = connect(new InetSocketAddress(LOOPBACK, port));

        client.send("anybody?");

        assertThat(client.cause()).isEqualTo(Cause.of(Kind.REFUSED, "recvmsg ECONNREFUSED"));
    }

    @Test
    void looksAtWhatIpv4HasFirst() {
        var server = UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0)));
        desk.env.host("both", "::1", LOOPBACK);

        var end = desk.connect(new UdpClusterSpec(server.getPort(), new UdpClusterSpec.Bind("", 0)),
                new Endpoint("e", "both", 0, 1)).join();
        desk.ends.add(end);
        end.send("hello");

        await().until(() -> desk.offers.size() == 1);
        assertThat(end.stream.kernel().orElseThrow().peer()).isEqualTo(server);
        assertThat(desk.offers.element().metadata()).extracting(Metadata::toString).asString()
                .contains(LOOPBACK);
    }

    @Test
    void connectsFromTheAddressThatWasAskedForAndSharesIt() {
        var server = UdpDesk.address(desk.bind(UdpDesk.spec(LOOPBACK, 0)));
        var second = UdpDesk.address(desk.bind(UdpDesk.spec("127.0.0.2", 0)));
        var first = desk
                .connect(new UdpClusterSpec(0, new UdpClusterSpec.Bind("127.0.0.3", 0)), UdpDesk.to(server))
                .join();
        desk.ends.add(first);
        int port = first.stream.kernel().orElseThrow().local().getPort();
        var same = desk.connect(new UdpClusterSpec(0, new UdpClusterSpec.Bind("127.0.0.4", port)),
                UdpDesk.to(server)).join();
        var shared = desk.connect(new UdpClusterSpec(0, new UdpClusterSpec.Bind("127.0.0.4", port)),
                UdpDesk.to(second)).join();
        desk.ends.add(same);
        desk.ends.add(shared);

        same.send("1");
        shared.send("2");

        await().until(() -> desk.offers.size() == 2);
        assertThat(desk.offers).allMatch(offer -> offer.name().startsWith("UDP:127.0.0.4:" + port + "-"));
    }

    @Test
    void saysThatAnEndpointHasNoPort() {
        assertThat(desk.connect(UdpDesk.cluster(), new Endpoint("e", LOOPBACK, 0, 1)))
                .failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                .withMessageContaining("No port for endpoint 127.0.0.1");
    }
}
