package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A UDP client that says words to one port and hears what comes back. */
final class Asker implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST = 1 << 16;

    /** How long it listens before it asks again. */
    private static final int PAUSE = 100;

    private final DatagramSocket socket;

    Asker(String from, int port, int to) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(from, port));
        socket.connect(new InetSocketAddress("127.0.0.1", to));
    }

    Asker(int to) throws IOException {
        this("127.0.0.1", 0, to);
    }

    void say(String text) throws IOException {
        var bytes = text.getBytes(ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    /** {@return what comes within so many milliseconds, or nothing} */
    String hear(int millis) throws IOException {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.setSoTimeout(millis);
        try {
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
        } catch (SocketTimeoutException | PortUnreachableException nothing) {
            return "";
        }
    }

    /** Says it once, and waits for its echo. */
    void expectEcho(String text) throws IOException {
        say(text);
        assertThat(hear((int) LIMIT.toMillis())).isEqualTo(text);
    }

    /** Waits for an answer with these words, past others that were late. */
    void await(String words) {
        Awaitility.await().pollDelay(Duration.ZERO).atMost(LIMIT).until(() -> hear(PAUSE).contains(words));
    }

    /** Says it until it comes back: datagrams get lost while nobody is there. */
    void insistOnEcho(String text) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            say(text);
            return hear(PAUSE).equals(text);
        });
    }

    /** {@return what comes back, said again until something does: those who answer strangers may limit how often} */
    String insist(String text) {
        return Awaitility.await().pollDelay(Duration.ZERO).atMost(LIMIT).until(() -> {
            say(text);
            return hear(PAUSE);
        }, heard -> !heard.isEmpty());
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
