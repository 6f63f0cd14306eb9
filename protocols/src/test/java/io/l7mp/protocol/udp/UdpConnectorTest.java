package io.l7mp.protocol.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.l7mp.testkit.TestEnv;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is said where no socket for a session can be had. */
class UdpConnectorTest {
    private final TestEnv env = TestEnv.of(LiveLoops.all());

    private String failure(UdpClusterSpec.Bind from, String to) {
        var failed = new CompletableFuture<Cause>();
        var loop = LiveLoops.all().getFirst();
        loop.execute(() -> {
            var _ = new UdpProtocol().open(new UdpClusterSpec(9, from), env).connect(
                    new Endpoint("there", to, 0, 1),
                    new SessionFacts("s", Metadata.EMPTY, Metadata.EMPTY), loop, Duration.ofSeconds(2),
                    new Completion<Connected>() {
                        @Override
                        public void done(Connected connected) {
                            connected.stream().close(Cause.DONE);
                            failed.completeExceptionally(new AssertionError("connected"));
                        }

                        @Override
                        public void failed(Cause cause) {
                            failed.complete(cause);
                        }
                    });
        });
        var cause = failed.join();
        return cause.kind() + " " + cause.content();
    }

    @Test
    void doesNotBlameThePeerForAPortThatIsTaken() throws Exception {
        try (var foreign = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = foreign.getLocalPort();

            assertThat(failure(new UdpClusterSpec.Bind("127.0.0.1", port), "127.0.0.1"))
                    .isEqualTo("LIMIT Could not bind to 127.0.0.1:" + port
                            + ": bind EADDRINUSE: address already in use");
        }
    }

    @Test
    void doesNotBlameThePeerForAnAddressThatIsNotOurs() {
        assertThat(failure(new UdpClusterSpec.Bind("192.0.2.1", 0), "127.0.0.1"))
                .isEqualTo("LIMIT Could not bind to 192.0.2.1:0: bind EADDRNOTAVAIL: address not available");
    }

    @Test
    void saysThatAPeerCannotBeReached() {
        assertThat(failure(new UdpClusterSpec.Bind("", 0), "255.255.255.255"))
                .startsWith("REFUSED Could not connect to 255.255.255.255:9: connect EACCES");
    }
}
