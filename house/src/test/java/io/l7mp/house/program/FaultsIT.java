package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.testkit.FaultyProtocol;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One session's trouble is nobody else's: a name server that never answers, and bugs that payloads set off. */
class FaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUND_TRIPS = 1_000;

    /** Not an address that anything else uses: the port must be 53. */
    private static final String SILENT = "127.0.0.153";

    @Test
    void hangingLookUpsHoldUpNobody() throws Exception {
        var hanging = new ArrayList<Socket>();
        try (var silence = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(SILENT), 53));
                var proxy = Proxy.start(withNameServer(silence), List.of())) {
            int slow = Proxy.freePort();
            int quick = Proxy.freePort();
            listen(proxy, "slow", slow,
                    "{spec: {protocol: TCP, port: 9}, endpoints: [{spec: {address: never.example}}]}");
            listen(proxy, "quick", quick, "{spec: {protocol: Echo}}");
            for (int i = 0; i < 100; i++) {
                hanging.add(new Socket(InetAddress.getLoopbackAddress(), slow));
            }
            await().atMost(LIMIT).until(() -> proxy.sessions("slow").size() == 100);

            try (var client = new Echoed(quick)) {
                client.roundTrips(ROUND_TRIPS);
            }

            assertThat(proxy.sessions("slow")).hasSize(100)
                    .allMatch(session -> session.at("status").text().equals("INIT"));
        } finally {
            for (var socket : hanging) {
                socket.close();
            }
        }
    }

    /** {@return a start in a mount name space of its own, where that socket is the only name server} */
    private static List<String> withNameServer(DatagramSocket silence) throws IOException {
        var file = Files.createTempFile("resolv", ".conf");
        Files.writeString(file, "nameserver " + silence.getLocalAddress().getHostAddress()
                + "\noptions timeout:30 attempts:5\n");
        return List.of("unshare", "-m", "sh", "-c",
                "mount --bind " + file + " \"$(readlink -f /etc/resolv.conf)\" && exec \"$@\"",
                "sh");
    }

    private static void listen(Proxy proxy, String name, int port, String cluster) {
        proxy.add("listeners", """
                listener:
                  name: %s
                  spec: {protocol: TCP, address: 127.0.0.1, port: %d}
                  rules: [{action: {route: {destination: %s, retry: {timeout: 600000}}}}]
                """.formatted(name, port, cluster));
    }

    @Test
    void aBugEndsItsOwnSessionAndNoOther() throws Exception {
        try (var proxy = Proxy.start(List.of("env", "L7MP_LOOPS=1"), List.of(), faultyOnTheClassPath())) {
            for (var where : List.of("write", "receiver", "handler")) {
                int port = Proxy.freePort();
                listen(proxy, where, port, "{spec: {protocol: Faulty, where: " + where + "}}");
                try (var neighbour = new Echoed(port); var victim = new Echoed(port)) {
                    victim.roundTrips(10);
                    neighbour.roundTrips(10);
                    long before = proxy.get("admin").at("counters/bugs").number();

                    victim.send("please THROW now");

                    assertThat(victim.isEnded()).as("%s: the session with the bug has ended", where).isTrue();
                    neighbour.roundTrips(ROUND_TRIPS);
                    assertThat(proxy.get("admin").at("counters/bugs").number()).as(where)
                            .isGreaterThan(before);
                    await().atMost(LIMIT).until(() -> proxy.sessions(where).size() == 1);
                }
            }
        }
    }

    static List<Path> faultyOnTheClassPath() throws Exception {
        var services = Files.createTempDirectory("services");
        var file = services.resolve("META-INF/services/io.l7mp.spi.Protocol");
        Files.createDirectories(file.getParent());
        Files.writeString(file, FaultyProtocol.class.getName());
        var testkit = Path
                .of(FaultyProtocol.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return List.of(services, testkit);
    }

    /** A client of something that echoes. */
    private static final class Echoed implements Closeable {
        private final Socket socket;

        Echoed(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) LIMIT.toMillis());
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        void roundTrips(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                var text = "round trip " + i;
                send(text);
                assertThat(new String(socket.getInputStream().readNBytes(text.length()), UTF_8))
                        .isEqualTo(text);
            }
        }

        /** Waits for the end. */
        boolean isEnded() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (IOException reset) {
                return !(reset instanceof SocketTimeoutException);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
