package io.l7mp.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.l7mp.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Connecting over TCP: what is tried, and what a failure is called. */
class TcpConnectorTest {
    private static final TcpClusterSpec.Bind ANY = new TcpClusterSpec.Bind("", 0);

    private final TestEnv env = TestEnv.of(LiveLoops.all());

    /** {@return what came of an attempt: a connected stream, or the cause's words} */
    private String connect(TcpClusterSpec spec, Endpoint endpoint, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        var outcome = new CompletableFuture<String>();
        var loop = LiveLoops.all().getFirst();
        loop.execute(() -> {
            var facts = new SessionFacts("s", Metadata.EMPTY, Metadata.EMPTY);
            var _ = new TcpProtocol().open(spec, env).connect(endpoint, facts, loop, limit,
                    new Completion<>() {
                        @Override
                        public void done(Connected connected) {
                            connected.stream().close(Cause.of(Kind.RESET, "enough"));
                            outcome.complete("connected");
                        }

                        @Override
                        public void failed(Cause cause) {
                            outcome.complete(cause.kind() + " " + cause.content());
                        }
                    });
        });
        return outcome.get(10, TimeUnit.SECONDS);
    }

    private static Endpoint at(String address, int port) {
        return new Endpoint("there", address, port, 1);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void saysWhoRefused() throws Exception {
        var port = closedPort();

        var outcome = connect(new TcpClusterSpec(port, ANY), at("127.0.0.1", 0), Duration.ofSeconds(2));

        assertThat(outcome).isEqualTo("REFUSED connect ECONNREFUSED 127.0.0.1:" + port);
    }

    @Test
    void triesTheNextAddressOfAName() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            env.host("two", "127.0.0.2", "::1", "127.0.0.1");

            var outcome = connect(new TcpClusterSpec(0, ANY), at("two", server.getLocalPort()),
                    Duration.ofSeconds(2));

            assertThat(outcome).isEqualTo("connected");
        }
    }

    @Test
    void reachesIpv6InBracketsToo() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.getByName("::1"))) {
            var spec = new TcpClusterSpec(server.getLocalPort(), ANY);

            assertThat(connect(spec, at("[::1]", 0), Duration.ofSeconds(2))).isEqualTo("connected");
            assertThat(connect(spec, at("::1", 0), Duration.ofSeconds(2))).isEqualTo("connected");
        }
    }

    @Test
    void givesUpWhenTheLimitIsOver() throws Exception {
        var fillers = new ArrayList<Socket>();
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // The kernel ignores who comes to a full backlog.
            for (int i = 0; i < 2; i++) {
                fillers.add(new Socket("127.0.0.1", server.getLocalPort()));
            }

            var outcome = connect(new TcpClusterSpec(server.getLocalPort(), ANY), at("127.0.0.1", 0),
                    Duration.ofMillis(100));

            assertThat(outcome).isEqualTo("TIMED_OUT Promise timed out after 100 milliseconds");
        } finally {
            for (var filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void connectsFromWhereItIsTold() throws Exception {
        var port = closedPort();
        try (var server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            var spec = new TcpClusterSpec(server.getLocalPort(), new TcpClusterSpec.Bind("127.0.0.3", port));

            var outcome = connect(spec, at("127.0.0.1", 0), Duration.ofSeconds(2));

            assertThat(outcome).isEqualTo("connected");
            assertThat(server.accept().getRemoteSocketAddress()).hasToString("/127.0.0.3:" + port);
        }
    }

    @Test
    void saysThatItCannotConnectFromThere() throws Exception {
        var spec = new TcpClusterSpec(1, new TcpClusterSpec.Bind("192.0.2.1", 0));

        assertThat(connect(spec, at("127.0.0.1", 0), Duration.ofSeconds(2)))
                .isEqualTo("LIMIT bind EADDRNOTAVAIL 192.0.2.1:0");
    }

    @Test
    void doesNotBlameThePeerForWhatFailsHere() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.2"));
                var own = new Socket()) {
            own.setReuseAddress(true);
            own.bind(new InetSocketAddress("127.0.0.1", 0));
            own.connect(server.getLocalSocketAddress());
            int port = server.getLocalPort();
            var spec = new TcpClusterSpec(port, new TcpClusterSpec.Bind("127.0.0.1", own.getLocalPort()));
            env.host("two", "127.0.0.3", "127.0.0.2");

            assertThat(connect(spec, at("127.0.0.2", 0), Duration.ofSeconds(2)))
                    .isEqualTo("LIMIT connect EADDRNOTAVAIL 127.0.0.2:" + port);
            assertThat(connect(spec, at("two", 0), Duration.ofSeconds(2)))
                    .as("where another of its addresses refused")
                    .isEqualTo("REFUSED connect EADDRNOTAVAIL 127.0.0.2:" + port);
        }
    }

    @Test
    void needsAPort() throws Exception {
        assertThat(connect(new TcpClusterSpec(0, ANY), at("127.0.0.1", 0), Duration.ofSeconds(2)))
                .isEqualTo("NOT_FOUND No port for endpoint 127.0.0.1");
    }
}
