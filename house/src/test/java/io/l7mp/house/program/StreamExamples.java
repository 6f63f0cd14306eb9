package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.time.Instant;

/** TCP and UNIX sockets. */
final class StreamExamples {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Four waits of 250 ms, each of which varies a little. */
    private static final Duration FOUR_WAITS = Duration.ofMillis(800);

    private StreamExamples() {}

    static void aRefusingUpstreamIsTriedFiveTimes(Proxy proxy) throws Exception {
        try (var client = Rude.to(tcp(20040))) {
            assertThat(client.hear())
                    .as("what a client hears that was accepted before the upstream was tried").isEmpty();
        }
        await().atMost(LIMIT)
                .until(() -> proxy.sessions("db-front").getFirst().at("outcome").text().equals("UF"));
        var events = proxy.sessions("db-front").getFirst().at("events");
        assertThat(Duration.between(time(events.at("0")), time(events.at("2")))).as("from INIT to the error")
                .isGreaterThan(FOUR_WAITS);

        try (var upstream = Trap.at(tcp(21040), StreamExamples::echo)) {
            assertThat(upstream.address()).isNotNull();
            echoed(tcp(20040));
            echoed(tcp(20041));
        }
        var bound = proxy.get("clusters/db-bound").at("spec/bind/address");
        assertThat(bound.text()).isEqualTo("127.0.0.1");
    }

    static void unixSocketsOnBothSides(Proxy proxy) throws Exception {
        try (var _ = Trap.at(tcp(21090), StreamExamples::echo);
                var _ = Trap.at(UnixDomainSocketAddress.of("/tmp/l7mp-back.sock"), StreamExamples::echo)) {
            echoed(UnixDomainSocketAddress.of("/tmp/l7mp-front.sock"));
            echoed(tcp(20090));
            try (var socat = Command.start("socat", "-", "UNIX-CONNECT:/tmp/l7mp-front.sock")) {
                socat.tell("by socat\n").expect("by socat\n");
            }
        }
        try (var refused = Rude.to(tcp(20090))) {
            assertThat(refused.say("nobody there").hear()).isEmpty();
        }
    }

    private static SocketAddress tcp(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Instant time(Node event) {
        return Instant.parse(event.at("timestamp").text());
    }

    private static void echo(Rude peer) throws IOException {
        for (var text = peer.hear(1); !text.isEmpty(); text = peer.hear(1)) {
            peer.say(text);
        }
        peer.finish();
    }

    private static void echoed(SocketAddress front) throws IOException {
        try (var client = Rude.to(front)) {
            assertThat(client.say("hello").finish().hear()).isEqualTo("hello");
        }
    }
}
