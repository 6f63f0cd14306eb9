package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream over TCP with a foreign peer: ends, breaks and back-pressure as the peer sees them. */
class ChannelStreamTest {
    private static final int MIB = 1 << 20;

    private final Heard heard = new Heard();
    private StreamDoor door;
    private Socket peer;
    private ChannelStream stream;

    @BeforeEach
    void connect() throws IOException {
        var _ = LiveLoops.uncaught(); // what another class planted
        door = StreamDoor.tcp("127.0.0.1", 0).started();
        peer = door.dial();
        stream = door.next();
        run(() -> stream.attach(heard));
    }

    @AfterEach
    void leaveNothing() throws IOException {
        peer.close();
        run(() -> stream.close(Cause.of(Kind.RESET, "the test is over")));
        door.close();
        assertThat(LiveLoops.uncaught()).isEmpty();
    }

    private void run(Runnable task) {
        StreamDoor.call(done -> stream.loop().execute(() -> {
            task.run();
            done.run();
        }));
    }

    private void write(int bytes) {
        run(() -> {
            stream.write(door.env.buffers().buffer(bytes).writeZero(bytes), 0);
            stream.flush();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAtLengthToAPeerThatHasFinished(boolean paused) throws IOException {
        peer.getOutputStream().write(1);
        peer.shutdownOutput();
        if (!paused) {
            run(stream::resume);
            await().until(() -> heard.events().contains("finished"));
        }
        for (int i = 0; i < 32; i++) {
            write(MIB);
        }
        run(() -> stream.finish(Metadata.EMPTY));
        run(stream::resume);

        var answer = peer.getInputStream().readAllBytes();

        assertThat(answer).hasSize(32 * MIB);
        await().until(() -> heard.events().contains("closed DONE "));
        assertThat(heard.bytes()).isEqualTo(1);
        assertThat(heard.events().stream().filter(event -> !event.equals("writable")))
                .containsExactly("finished", "closed DONE ");
        assertThat(stream.dropped(Drop.LOST)).isZero();
    }

    @Test
    void hearsAPeerAtLengthAfterItHasFinishedItself() throws IOException {
        run(() -> stream.finish(Metadata.EMPTY));
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        run(stream::resume);

        peer.getOutputStream().write(new byte[32 * MIB]);
        peer.shutdownOutput();

        await().until(() -> heard.events().contains("closed DONE "));
        assertThat(heard.bytes()).isEqualTo(32 * MIB);
        assertThat(heard.events()).containsExactly("finished", "closed DONE ");
    }

    @Test
    void isNotWritableWhileThePeerDoesNotRead() throws IOException {
        var written = new int[1];
        run(() -> {
            while (stream.writable() && written[0] < 64 * MIB) {
                stream.write(door.env.buffers().buffer(16 << 10).writeZero(16 << 10), 0);
                stream.flush();
                written[0] += 16 << 10;
            }
            assertThat(stream.writable()).isFalse();
        });
        assertThat(written[0]).isLessThan(16 * MIB);
        assertThat(door.env.bytesInUse()).isLessThan(MIB);

        var _ = peer.getInputStream().readNBytes(written[0]);

        await().until(() -> heard.events().contains("writable"));
    }

    @Test
    void leavesTheBytesInTheKernelWhileItIsPaused() throws IOException {
        peer.getOutputStream().write(new byte[64 << 10]);
        run(() -> {});

        assertThat(door.env.bytesInUse()).isZero();
        assertThat(heard.bytes()).isZero();
        run(stream::resume);
        await().until(() -> heard.bytes() == 64 << 10);
    }

    @Test
    void deliversWhatCameBeforeAReset() throws IOException {
        peer.getOutputStream().write(new byte[1000]);
        peer.setSoLinger(true, 0);
        peer.close();
        run(stream::resume);

        await().until(() -> heard.events().contains("closed RESET read ECONNRESET"));

        assertThat(heard.bytes()).isEqualTo(1000);
        assertThat(heard.events()).filteredOn(event -> !event.equals("writable")).hasSize(1);
    }

    @Test
    void tellsAResetWhileItIsPausedAndNothingIsHeld() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();

        await().until(() -> heard.events().equals(List.of("closed RESET read ECONNRESET")));
    }

    @Test
    void tellsAReceiverThatWaitedToWriteWhenThePeerVanishes() throws IOException {
        peer.getOutputStream().write(new byte[1000]);
        run(() -> {
            while (stream.writable()) {
                stream.write(door.env.buffers().buffer(MIB).writeZero(MIB), 0);
                stream.flush();
            }
        });
        heard.then(event -> {
            if (event.equals("writable")) {
                stream.resume();
            }
        });

        peer.close(); // with bytes unread, which breaks the connection

        await().until(() -> heard.events().stream().anyMatch(event -> event.startsWith("closed RESET")));
        assertThat(heard.events().getFirst()).isEqualTo("writable");
        assertThat(heard.bytes()).isEqualTo(1000);
    }

    @Test
    void keepsWhatIsGivenBackAfterThePeerVanished() throws IOException {
        peer.getOutputStream().write(new byte[1000]);
        peer.setSoLinger(true, 0);
        peer.close();
        run(() -> {});
        run(() -> {
            stream.unread(door.env.buffers().buffer(10).writeZero(10), 0);
            stream.resume();
        });

        await().until(() -> heard.events().contains("closed RESET read ECONNRESET"));

        assertThat(heard.bytes()).isEqualTo(1010);
    }

    @Test
    void resetsThePeerWhenTheSessionFailed() {
        run(() -> stream.close(Cause.of(Kind.RESET, "upstream is gone")));

        assertThatCode(() -> peer.getInputStream().read()).hasMessageContaining("reset");
        await().until(() -> heard.events().equals(List.of("closed RESET upstream is gone")));
    }

    @Test
    void sendsWhatIsLeftBeforeAnOrderlyClose() throws IOException {
        for (int i = 0; i < 8; i++) {
            write(MIB);
        }
        run(() -> stream.close(Cause.DONE));

        assertThat(peer.getInputStream().readAllBytes()).hasSize(8 * MIB);
        await().until(() -> heard.events().contains("closed DONE "));
    }

    @Test
    void givesAnOrderlyCloseUpWhenThePeerDoesNotRead() {
        door.env.linger(java.time.Duration.ofMillis(50));
        for (int i = 0; i < 16; i++) {
            write(MIB);
        }
        run(() -> stream.close(Cause.of(Kind.SHUTDOWN, "going down")));

        await().until(() -> heard.events().contains("closed SHUTDOWN going down"));
    }

    @Test
    void countsWhatAPeerThatIsGoneDidNotTake() throws IOException {
        peer.close();
        await().until(() -> {
            write(100);
            return heard.events().stream().anyMatch(event -> event.startsWith("closed RESET"));
        });

        assertThat(stream.dropped(Drop.LOST)).isPositive();
    }

    @Test
    void endsWithTheBugOfItsReceiverAlone() throws IOException {
        heard.then(event -> {
            if (event.equals("payload")) {
                throw new IllegalStateException("a bug");
            }
        });
        run(stream::resume);
        peer.getOutputStream().write(1);

        await().until(() -> heard.events().contains("closed BUG java.lang.IllegalStateException: a bug"));

        try (var other = door.dial()) {
            assertThat(door.next().writable() && other.isConnected()).isTrue();
        }
    }
}
