package io.l7mp.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.SessionFacts;
import io.l7mp.testkit.TestEnv;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers of all kinds, each of which answers one request. */
class WebSocketDialTest {
    private static final Metadata OFFERING = Metadata.of(Json.obj("HTTP", Json.obj("headers",
            Json.obj("sec-websocket-protocol", "one, two"))));

    private final TestEnv env = TestEnv.of(LiveLoops.all());
    private final ServerSocket server;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    WebSocketDialTest() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Answers the next request; the answer is made of the right one. */
    private void answer(UnaryOperator<String> change) {
        Thread.ofVirtual().start(() -> {
            try (var peer = server.accept()) {
                var request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) peer.getInputStream().read());
                }
                var key = request.toString().replaceFirst("(?s).*Sec-WebSocket-Key: ([^\r]*).*", "$1");
                var right = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Upgrade.accept(key) + "\r\n\r\n";
                peer.getOutputStream().write(change.apply(right).getBytes(StandardCharsets.ISO_8859_1));
                while (peer.getInputStream().read() >= 0) {
                    // Until the client is gone.
                }
            } catch (IOException gone) {
                // The test is over.
            }
        });
    }

    private CompletableFuture<Connected> connect(Metadata metadata, Duration limit) {
        var result = new CompletableFuture<Connected>();
        var connector = new WebSocketProtocol().open(
                new WebSocketClusterSpec(0, new WebSocketClusterSpec.Bind(""), "/", false, 1000, 0), env);
        var loop = env.lightest();
        loop.execute(() -> {
            Attempt attempt = connector.connect(new Endpoint("e", "127.0.0.1", server.getLocalPort(), 1),
                    new SessionFacts("s", metadata, Metadata.EMPTY), loop, limit, new Completion<>() {
                        @Override
                        public void done(Connected connected) {
                            result.complete(connected);
                        }

                        @Override
                        public void failed(Cause cause) {
                            result.completeExceptionally(new Refused(cause));
                        }
                    });
            assertThat(attempt).isNotNull();
        });
        return result;
    }

    /** Carries a cause out of a future. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Cause cause;

        Refused(Cause cause) {
            super(cause.text());
            this.cause = cause;
        }
    }

    private Cause failure(Metadata metadata) {
        return connect(metadata, Duration.ofSeconds(10)).handle((connected, thrown) -> {
            assertThat(connected).isNull();
            return ((Refused) thrown).cause;
        }).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Cause because(Kind kind, String content) {
        return Cause.of(kind, content);
    }

    @Test
    void passesOverInterimAnswers() {
        answer(right -> "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + right);

        assertThat(connect(Metadata.EMPTY, Duration.ofSeconds(10)).orTimeout(10, TimeUnit.SECONDS).join()
                .stream()).isInstanceOf(WebSocketStream.class);
    }

    @Test
    void deliversWhatComesRightBehindTheAnswer() throws InterruptedException {
        answer(right -> right + "\u0081\u0005early\u0081\u0004");

        var stream = connect(Metadata.EMPTY, Duration.ofSeconds(10)).join().stream();
        stream.loop().execute(() -> {
            stream.attach(new Ear());
            stream.resume();
        });

        assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo("early");
        stream.loop().execute(() -> stream.close(Cause.of(Kind.RESET, "")));
        assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo("RESET");
    }

    /** Writes down what it hears. */
    private final class Ear implements Receiver {
        @Override
        public void answer(Metadata head) {
            messages.add("answer");
        }

        @Override
        public void payload(ByteBuf payload, int flags) {
            messages.add(payload.toString(StandardCharsets.UTF_8));
            payload.release();
        }

        @Override
        public void turnEnd() {
            // Nothing to pass on.
        }

        @Override
        public void finished(Metadata trailers) {
            messages.add("finished");
        }

        @Override
        public void writable() {
            // Nothing waits.
        }

        @Override
        public void closed(Cause cause) {
            messages.add(cause.kind().name());
        }
    }

    @Test
    void tellsWhatWasAgreed() {
        answer(right -> right.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: two\r\n\r\n"));
        assertThat(connect(OFFERING, Duration.ofSeconds(10)).join().facts().text(Upgrade.AGREED))
                .contains("two");

        answer(right -> right);
        assertThat(connect(OFFERING, Duration.ofSeconds(10)).join().facts().text(Upgrade.AGREED))
                .contains("");
    }

    @Test
    void saysWhatIsWrongWithTheAnswer() {
        answer(_ -> "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!");
        var refusal = failure(Metadata.EMPTY);
        assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refusal.content()).isEqualTo("Unexpected server response: 404");
        assertThat(refusal.detail().get(Path.of("/status"))).contains(Json.of(404));
        answer(right -> right.replaceFirst("Accept: ..", "Accept: AA"));
        assertThat(failure(Metadata.EMPTY))
                .isEqualTo(because(Kind.PROTOCOL, "Invalid Sec-WebSocket-Accept header"));
        answer(right -> right.replace("Upgrade: WebSocket\r\n", ""));
        assertThat(failure(Metadata.EMPTY)).isEqualTo(because(Kind.PROTOCOL, "Invalid Upgrade header"));
        answer(right -> right.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: three\r\n\r\n"));
        assertThat(failure(OFFERING)).isEqualTo(because(Kind.PROTOCOL, "Server sent an invalid subprotocol"));
        answer(right -> right.replace("\r\n\r\n",
                "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
        assertThat(failure(Metadata.EMPTY).kind()).isEqualTo(Kind.PROTOCOL);
        answer(_ -> "no HTTP at all\r\n\r\n");
        assertThat(failure(Metadata.EMPTY).kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void boundsWhatAServerMaySay() {
        answer(right -> right.replace("\r\n\r\n", "\r\nX: " + "a".repeat(1 << 20)));

        assertThat(failure(Metadata.EMPTY).kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void givesUpWhenTheServerSaysNothing() {
        answer(_ -> "HTTP/1.1 ");
        var silent = connect(Metadata.EMPTY, Duration.ofMillis(50))
                .handle((_, thrown) -> ((Refused) thrown).cause);

        assertThat(silent.orTimeout(10, TimeUnit.SECONDS).join())
                .isEqualTo(because(Kind.TIMED_OUT, "Promise timed out after 50 milliseconds"));
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        server.close();

        assertThat(failure(Metadata.EMPTY)).isEqualTo(
                because(Kind.REFUSED, "connect ECONNREFUSED 127.0.0.1:" + server.getLocalPort()));
    }

    @Test
    void saysThatAUrlIsNone() {
        var gopher = Metadata.of(Json.obj("HTTP", Json.obj("url", Json.obj("protocol", "gopher"))));

        assertThat(failure(gopher)).isEqualTo(because(Kind.NOT_FOUND, "Invalid URL: gopher://127.0.0.1"));
    }
}
