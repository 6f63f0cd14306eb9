package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.netty.buffer.ByteBufAllocator;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramPortTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final EpollLoops loops = new EpollLoops(2, (_, thrown) -> uncaught.add(thrown));
    private final DatagramPorts ports = loops.ports();
    private final DatagramScribe scribe = new DatagramScribe();

    @AfterEach
    void close() {
        loops.close();
        assertThat(uncaught).isEmpty();
    }

    private DatagramClaim bind(InetSocketAddress address, DatagramScribe target) {
        var claim = tryBind(address, target).join();
        claim.start();
        return claim;
    }

    private DatagramClaim bind(String address, int port) {
        return bind(new InetSocketAddress(address, port), scribe);
    }

    private CompletableFuture<DatagramClaim> tryBind(InetSocketAddress address, DatagramScribe target) {
        var result = new CompletableFuture<DatagramClaim>();
        ports.bind(address, target, new Completion<>() {
            @Override
            public void done(DatagramClaim claim) {
                result.complete(claim);
            }

            @Override
            public void failed(Cause cause) {
                result.completeExceptionally(new IllegalStateException(cause.content()));
            }
        });
        return result;
    }

    private static void stop(DatagramClaim claim) {
        var done = new CompletableFuture<Boolean>();
        claim.stop(() -> done.complete(true));
        done.join();
    }

    private static InetSocketAddress at(String address, DatagramClaim claim) {
        return new InetSocketAddress(address, claim.address().getPort());
    }

    @Test
    void makesOneFlowOfAllDatagramsOfAPeerInTheirOrder() {
        var claim = bind(LOOPBACK, 0);
        try (var peer = new DatagramPeer(LOOPBACK)) {
            IntStream.range(0, 200).forEach(i -> peer.send(claim.address(), "" + i));

            await().until(() -> scribe.texts().size() == 200);

            assertThat(scribe.flows).hasSize(1);
            assertThat(scribe.texts()).containsExactlyElementsOf(
                    IntStream.range(0, 200).mapToObj(String::valueOf).toList());
            assertThat(scribe.flows.element().flow.peer()).isEqualTo(peer.address());
        }
    }

    @Test
    void answersOverIpv6() {
        scribe.answer = (told, text) -> told.say("echo " + text);
        var claim = bind("::1", 0);
        try (var peer = new DatagramPeer("::1")) {
            peer.send(claim.address(), "six");

            assertThat(peer.receive()).isEqualTo(new DatagramPeer.Received("echo six", claim.address()));
        }
    }

    @Test
    void servesBothFamiliesOnTheWildcardOfIpv6AndShowsIpv4Plain() {
        scribe.answer = (told, text) -> told.say("echo " + text);
        var claim = bind("::", 0);
        try (var four = new DatagramPeer(LOOPBACK); var six = new DatagramPeer("::1")) {
            four.send(at(LOOPBACK, claim), "four");
            six.send(at("::1", claim), "six");

            assertThat(four.receive()).isEqualTo(new DatagramPeer.Received("echo four", at(LOOPBACK, claim)));
            assertThat(six.receive()).isEqualTo(new DatagramPeer.Received("echo six", at("::1", claim)));
            assertThat(scribe.flows).extracting(told -> told.flow.peer())
                    .containsExactlyInAnyOrder(four.address(), six.address());
        }
    }

    @Test
    void answersFromTheAddressThatWasAsked() {
        scribe.answer = (told, text) -> told.say("echo " + text);
        var claim = bind("0.0.0.0", 0);
        try (var peer = new DatagramPeer(LOOPBACK)) {
            var first = peer.send(at("127.0.0.2", claim), "a").receive();
            var second = peer.send(at("127.0.0.3", claim), "b").receive();

            assertThat(first.from()).isEqualTo(at("127.0.0.2", claim));
            assertThat(second.from()).isEqualTo(at("127.0.0.3", claim));
            assertThat(scribe.flows).hasSize(1);
            assertThat(scribe.flows.element().flow.local()).isEqualTo(at("127.0.0.3", claim));
        }
    }

    @Test
    void carriesTheSmallestAndTheLargestDatagram() {
        var claim = bind(LOOPBACK, 0);
        try (var peer = new DatagramPeer(LOOPBACK)) {
            peer.send(claim.address(), "").send(claim.address(), "x".repeat(DatagramFlow.LARGEST));
            await().until(() -> scribe.texts().size() == 2);
            assertThat(scribe.texts()).extracting(String::length).containsExactly(0, DatagramFlow.LARGEST);

            scribe.flows.element().send("");
            scribe.flows.element().send("y".repeat(DatagramFlow.LARGEST));

            assertThat(peer.receive()).isEqualTo(new DatagramPeer.Received("", claim.address()));
            assertThat(peer.receive().text()).hasSize(DatagramFlow.LARGEST);
        }
    }

    @Test
    void chargesAPeerThatIsGoneAndStillSendsToAllOthers() {
        var claim = bind(LOOPBACK, 0);
        var dead = new DatagramPeer(LOOPBACK);
        var others = IntStream.range(0, 20).mapToObj(_ -> new DatagramPeer(LOOPBACK)).toList();
        dead.send(claim.address(), "dead");
        await().until(() -> scribe.flows.size() == 1);
        var gone = scribe.flows.element();
        others.forEach(peer -> peer.send(claim.address(), "living"));
        await().until(() -> scribe.flows.size() == 21);
        dead.close();

        loops.loops().forEach(loop -> loop.execute(() -> scribe.flows.stream()
                .filter(told -> told != gone && told.flow.loop() == loop)
                .forEach(told -> {
                    var output = ((PortFlow) told.flow).socket.output;
                    told.say("1");
                    if (gone.flow.loop() == loop) {
                        gone.say("to nobody");
                        output.flush(); // the error waits on the socket from here
                    }
                    told.say("2");
                    output.flush();
                })));

        for (var peer : others) {
            assertThat(peer.receive().text()).isEqualTo("1");
            assertThat(peer.receive().text()).isEqualTo("2");
            peer.close();
        }
        await().until(() -> gone.ended);
        assertThat(gone.failures).singleElement()
                .isEqualTo(Cause.of(Kind.REFUSED, "recvmsg ECONNREFUSED"));
        assertThat(scribe.flows).filteredOn(told -> told != gone).allMatch(
                told -> told.flow.isOpen() && told.failures.isEmpty() && told.drops.isEmpty());
    }

    @Test
    void keepsAFaultOfOneFlowFromTheOthersOfItsBatch() {
        var claim = bind(LOOPBACK, 0);
        scribe.answer = (_, text) -> {
            if (text.equals("bad")) {
                throw new IllegalStateException("planted");
            }
        };
        try (var good = new DatagramPeer(LOOPBACK); var bad = new DatagramPeer(LOOPBACK)) {
            for (int i = 0; i < 10; i++) {
                good.send(claim.address(), "good");
                bad.send(claim.address(), i == 0 ? "bad" : "again");
            }

            await().until(() -> scribe.texts().stream().filter("good"::equals).count() == 10);
            await().until(() -> scribe.flows.stream().anyMatch(told -> !told.failures.isEmpty()));

            var broken = scribe.flows.stream().filter(told -> !told.failures.isEmpty()).findFirst()
                    .orElseThrow();
            assertThat(broken.failures.element().kind()).isEqualTo(Kind.BUG);
            assertThat(scribe.flows).filteredOn(told -> told.flow.peer().equals(good.address())).hasSize(1)
                    .allMatch(told -> told.flow.isOpen());
            assertThat(uncaught).extracting(Throwable::getMessage).containsExactly("planted");
            uncaught.clear();
        }
    }

    @Test
    void letsAPeerComeBackWithTheNextDatagramAfterItsFlowWasClosed() {
        var claim = bind(LOOPBACK, 0);
        try (var peer = new DatagramPeer(LOOPBACK)) {
            for (int i = 1; i <= 5; i++) {
                int count = i;
                peer.send(claim.address(), "hello " + i);
                await().until(() -> scribe.flows.size() == count);
                scribe.flows.forEach(DatagramScribe.Told::close);
                await().until(() -> scribe.flows.stream().allMatch(told -> told.ended));
            }
            assertThat(scribe.texts()).hasSize(5);
        }
    }

    @Test
    void givesNewPeersToTheNewestListenerThatAdmitsThem() {
        var first = bind(LOOPBACK, 0);
        var other = new DatagramScribe();
        try (var early = new DatagramPeer(LOOPBACK);
                var late = new DatagramPeer(LOOPBACK);
                var stranger = new DatagramPeer(LOOPBACK);
                var last = new DatagramPeer(LOOPBACK)) {
            early.send(first.address(), "early");
            await().until(() -> scribe.flows.size() == 1);

            other.admits = peer -> !peer.equals(stranger.address());
            var second = bind(first.address(), other);
            early.send(first.address(), "still early");
            late.send(first.address(), "late");
            stranger.send(first.address(), "strange");
            await().until(() -> other.texts().size() == 1 && scribe.texts().size() == 3);
            assertThat(other.texts()).containsExactly("late");
            assertThat(scribe.texts()).containsExactly("early", "still early", "strange");

            stop(second);
            last.send(first.address(), "last");
            late.send(first.address(), "still late");
            await().until(() -> scribe.texts().contains("last") && other.texts().contains("still late"));
        }
    }

    @Test
    void keepsItsSocketForLivingFlowsAndTurnsNewPeersAwayUntilItIsAdopted() {
        var first = bind(LOOPBACK, 0);
        var heir = new DatagramScribe();
        scribe.answer = (told, text) -> told.say("echo " + text);
        try (var living = new DatagramPeer(LOOPBACK); var fresh = new DatagramPeer(LOOPBACK)) {
            assertThat(living.send(first.address(), "1").receive().text()).isEqualTo("echo 1");

            stop(first);
            assertThat(living.send(first.address(), "2").receive().text()).isEqualTo("echo 2");
            fresh.send(first.address(), "too early");
            await().until(() -> scribe.refusals.contains("not_accepting"));

            bind(first.address(), heir);
            fresh.send(first.address(), "in time");
            assertThat(living.send(first.address(), "3").receive().text()).isEqualTo("echo 3");
            await().until(() -> heir.texts().contains("in time"));
            assertThat(scribe.flows).hasSize(1);
        }
    }

    @Test
    void closesItsSocketsWithTheLastFlowThatNeededThem() throws Exception {
        var claim = bind(LOOPBACK, 0);
        try (var peer = new DatagramPeer(LOOPBACK)) {
            peer.send(claim.address(), "1");
            await().until(() -> scribe.flows.size() == 1);
            stop(claim);

            scribe.flows.element().close();

            await().ignoreExceptions().until(() -> {
                new DatagramSocket(claim.address()).close();
                return true;
            });
        }
    }

    @Test
    void bindsAgainWhileTheSocketsOfTheSameAddressAreBeingClosed() {
        var address = bind(LOOPBACK, 0).address();
        for (int i = 0; i < 200; i++) {
            var claim = bind(address, scribe);
            claim.stop(() -> {});
        }
        var last = bind(address, scribe);
        try (var peer = new DatagramPeer(LOOPBACK)) {
            peer.send(last.address(), "here");

            await().until(() -> scribe.texts().contains("here"));
        }
    }

    @Test
    void refusesAnAddressThatAnotherProgramHas() throws Exception {
        try (var foreign = DatagramChannel.open()) {
            foreign.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            foreign.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            foreign.bind(new InetSocketAddress(LOOPBACK, 0));
            var address = (InetSocketAddress) foreign.getLocalAddress();

            assertThat(tryBind(address, scribe)).failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat().withMessageContaining("bind EADDRINUSE: address already in use");
            assertThat(tryBind(new InetSocketAddress("0.0.0.0", address.getPort()), scribe))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat().withMessageContaining("EADDRINUSE");
        }
    }

    @Test
    void saysThatAnAddressIsNotOurs() {
        assertThat(tryBind(new InetSocketAddress("192.0.2.1", 0), scribe))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat().withMessageContaining("bind EADDRNOTAVAIL: address not available");
    }

    @Test
    void keepsFlowsWholeWhenTheKernelSendsTheirDatagramsToAnotherLoop() throws Exception {
        var claim = bind(LOOPBACK, 0);
        var peers = IntStream.range(0, 60).mapToObj(_ -> new DatagramPeer(LOOPBACK)).toList();
        peers.forEach(peer -> peer.send(claim.address(), "before"));
        await().until(() -> scribe.flows.size() == peers.size());
        scribe.answer = (told, text) -> told.say("echo " + text);
        int answered = 0;

        // A foreign member of the group makes the kernel deal the peers out anew.
        try (var foreign = DatagramChannel.open(StandardProtocolFamily.INET)) {
            foreign.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            foreign.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            foreign.bind(claim.address());
            foreign.configureBlocking(false);
            peers.forEach(peer -> peer.send(claim.address(), "during"));
            var buffer = ByteBuffer.allocate(100);
            int lost = 0;
            while (foreign.receive(buffer) != null) {
                lost++;
                buffer.clear();
            }
            int expected = 2 * peers.size() - lost;
            await().until(() -> scribe.texts().size() == expected);
            answered = peers.size() - lost;
        }

        assertThat(answered).isBetween(1, peers.size() - 1);
        assertThat(scribe.flows).hasSize(peers.size());
        assertThat(scribe.flows).allMatch(told -> told.failures.isEmpty());
        peers.forEach(DatagramPeer::close);
    }

    @Test
    void survivesAFloodFromFiveThousandSources() {
        var claim = bind(LOOPBACK, 0);
        for (int i = 0; i < 5_000; i++) {
            try (var source = new DatagramPeer("127.1." + i / 250 + "." + (1 + i % 250))) {
                source.send(claim.address(), "flood");
            }
            if (i % 100 == 99) { // as many as a small socket buffer holds
                int sent = i + 1;
                await().pollInterval(Duration.ofMillis(1)).until(() -> scribe.flows.size() == sent);
            }
        }

        scribe.flows.forEach(DatagramScribe.Told::close);

        await().until(() -> scribe.flows.stream().allMatch(told -> told.ended));
        stop(claim);
        var again = bind(claim.address(), scribe);
        assertThat(again.address()).isEqualTo(claim.address());
    }

    @Test
    void takesWhatASocketGotBeforeItWasConnected() {
        var claim = bind(LOOPBACK, 0);
        var loop = EpollLoop.of(loops.loops().getFirst());
        try (var peer = new DatagramPeer(LOOPBACK)) {
            loop.execute(() -> {
                var setup = new DatagramSetup(loop.slabs());
                var from = setup.raw(peer.address(), RawAddress.IPV4);
                var local = setup.raw(claim.address(), RawAddress.IPV4);
                ports.strayed(loop, local, from,
                        ByteBufAllocator.DEFAULT.directBuffer(1).writeByte('s'));
            });

            await().until(() -> scribe.texts().size() == 1);

            assertThat(scribe.flows.element().flow.peer()).isEqualTo(peer.address());
            peer.send(claim.address(), "t");
            await().until(() -> scribe.texts().size() == 2);
            assertThat(scribe.flows).hasSize(1);
        }
    }
}
