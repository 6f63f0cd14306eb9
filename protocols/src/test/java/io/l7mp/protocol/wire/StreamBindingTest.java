package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listening sockets: whose address it is, who gets the connections, and what is left behind. */
class StreamBindingTest {
    @TempDir
    private Path folder;

    @Test
    void failsWhereAnotherProgramListens() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var door = StreamDoor.tcp("127.0.0.1", other.getLocalPort())) {
            assertThat(door.cause).isNotNull();
            assertThat(door.cause.content())
                    .isEqualTo("listen EADDRINUSE: address already in use 127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    void failsWhereAnotherProgramListensOnAllAddresses() throws IOException {
        try (var other = new ServerSocket(0); var door = StreamDoor.tcp("", other.getLocalPort())) {
            assertThat(door.cause).isNotNull();
            assertThat(door.cause.content())
                    .isEqualTo("listen EADDRINUSE: address already in use [::]:" + other.getLocalPort());
        }
    }

    @Test
    void saysWhichAddressTheHostDoesNotHave() {
        try (var door = StreamDoor.tcp("192.0.2.1", 0)) {
            assertThat(door.cause).isNotNull();
            assertThat(door.cause.content())
                    .isEqualTo("listen EADDRNOTAVAIL: address not available 192.0.2.1:0");
        }
    }

    @Test
    void letsClientsWaitUntilItIsStarted() throws IOException {
        try (var door = StreamDoor.tcp("", 0); var client = door.dial()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(door.accepted).isEmpty();

            door.started();

            assertThat(door.next().channel().remoteAddress()).isNotNull();
        }
    }

    @Test
    void givesConnectionsToTheNewestAndBackWhenItStops() throws IOException {
        try (var first = StreamDoor.tcp("", 0).started();
                var second = StreamDoor.tcp("", first.port());
                var early = first.dial()) {
            var _ = first.next(); // the second was not started yet
            second.started();
            try (var later = first.dial()) {
                var _ = second.next();
                second.stop();
                try (var last = first.dial()) {
                    var _ = first.next();
                    assertThat(first.accepted).isEmpty();
                    assertThat(second.accepted).isEmpty();
                    assertThat(last.isConnected() && later.isConnected() && early.isConnected()).isTrue();
                }
            }
        }
    }

    @Test
    void refusesNobodyWhileOneTakesOver() throws IOException {
        try (var first = StreamDoor.tcp("", 0).started(); var second = StreamDoor.tcp("", first.port())) {
            first.stop();
            try (var waiting = new Socket("127.0.0.1", second.port())) {
                second.started();

                var _ = second.next();
                assertThat(waiting.isConnected()).isTrue();
            }
        }
    }

    @Test
    void hasFreedItsAddressWhenItHasStopped() throws IOException {
        try (var door = StreamDoor.tcp("127.0.0.1", 0).started(); var client = door.dial()) {
            var _ = door.next();
            door.stop();

            try (var other = new ServerSocket(door.port(), 1, InetAddress.getByName("127.0.0.1"))) {
                assertThat(other.isBound() && client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void resetsWhatIsOpenWhenItIsClosed() throws IOException {
        try (var door = StreamDoor.tcp("", 0).started(); var client = door.dial()) {
            var _ = door.next();

            StreamDoor.call(door.binding()::close);

            assertThatCode(() -> client.getInputStream().read()).hasMessageContaining("reset");
            assertThatCode(door::dial).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void showsBothFamiliesPlain() throws IOException {
        try (var door = StreamDoor.tcp("", 0).started();
                var four = new Socket("127.0.0.1", door.port());
                var six = new Socket("::1", door.port())) {
            var facts = new ArrayList<String>();
            facts.add(TcpFacts.of(door.next().channel()).toString());
            facts.add(TcpFacts.of(door.next().channel()).toString());

            assertThat(facts).containsExactlyInAnyOrder(
                    "127.0.0.1:" + four.getLocalPort() + "-127.0.0.1:" + door.port(),
                    "::1:" + six.getLocalPort() + "-::1:" + door.port());
        }
    }

    @Test
    void carriesAThousandConnections() throws IOException {
        var clients = new ArrayList<Socket>();
        try (var door = StreamDoor.tcp("", 0).started()) {
            for (int i = 0; i < 1_000; i++) {
                clients.add(door.dial());
            }
            await().until(() -> door.accepted.size() == 1_000);

            assertThat(door.accepted).extracting(ChannelStream::loop).containsAll(LiveLoops.all());
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void replacesASocketFileOnWhichNobodyListens() throws IOException {
        var file = folder.resolve("stale");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(file));
        }
        assertThat(file).exists();

        try (var door = StreamDoor.at(new DomainSocketAddress(file.toString())).started();
                var client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            var _ = door.next();
            assertThat(client.isConnected()).isTrue();
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void leavesALiveSocketFileAlone() throws IOException {
        var file = folder.resolve("live");
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(file));
            try (var door = StreamDoor.at(new DomainSocketAddress(file.toString()))) {
                assertThat(door.cause).isNotNull();
                assertThat(door.cause.content())
                        .isEqualTo("listen EADDRINUSE: address already in use " + file);
            }
            assertThat(file).exists();
        }
    }

    @Test
    void leavesAFileThatIsNoSocketAlone() throws IOException {
        var file = Files.writeString(folder.resolve("text"), "mine");

        try (var door = StreamDoor.at(new DomainSocketAddress(file.toString()))) {
            assertThat(door.cause).isNotNull();
            assertThat(door.cause.content()).startsWith("listen EADDRINUSE");
        }

        assertThat(file).hasContent("mine");
    }

    @Test
    void leavesAFileAloneThatTookThePlaceOfItsOwn() throws IOException {
        var file = folder.resolve("taken");
        try (var door = StreamDoor.at(new DomainSocketAddress(file.toString()))) {
            Files.delete(file);
            Files.writeString(file, "mine");

            door.stop();

            assertThat(file).hasContent("mine");
        }
    }

    @Test
    void sharesASocketFileAmongItsOwn() throws IOException {
        var file = folder.resolve("shared");
        try (var first = StreamDoor.at(new DomainSocketAddress(file.toString())).started();
                var second = StreamDoor.at(new DomainSocketAddress(file.toString())).started()) {
            first.stop();

            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
                var _ = second.next();
                assertThat(client.isConnected()).isTrue();
            }
        }
        assertThat(file).doesNotExist();
    }
}
