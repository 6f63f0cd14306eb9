package io.l7mp.protocol.tcp;

import io.l7mp.protocol.wire.Authority;
import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.protocol.wire.TlsClient;
import io.l7mp.protocol.wire.TlsEnd;
import io.l7mp.protocol.wire.TlsSpec;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract inside TLS 1.3, with the runtime's own sockets as peers. */
class TcpTlsTest extends ProtocolContract {
    private static final Authority AUTHORITY = new Authority("CN=Authority");
    private static final Authority.Issued PROXY = AUTHORITY.issue("proxy.test");

    @TempDir
    static Path folder;

    private final TcpProtocol tcp = new TcpProtocol();
    private final TlsClient client = TlsClient.trusting(AUTHORITY);
    private final Queue<TlsEnd> ends = new ConcurrentLinkedQueue<>();

    /** With the first socket that it closes the runtime opens one for itself and keeps it, which is not to count as left behind. */
    @BeforeAll
    static void closeASocket() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new Socket(server.getInetAddress(), server.getLocalPort()).close();
        }
    }

    /** Who has only heard the end, and not said it, keeps his socket. */
    @AfterEach
    void everybodyLeaves() {
        ends.forEach(TlsEnd::leave);
    }

    @Override
    protected Fixture fixture() {
        var tls = new TlsSpec(Authority.write(folder.resolve("proxy.pem"), PROXY.pem()),
                Authority.write(folder.resolve("proxy.key"), PROXY.key()), "", "");
        return Fixture.on(LiveLoops.all())
                .withListener(tcp, new TcpListenerSpec(0, "", tls))
                .withDialler(this::dial)
                .withSessions(100)
                .withBadSpec("key", () -> new TlsSpec("proxy.pem", "", "", ""))
                .withBadSpec("client_auth", () -> new TlsSpec("proxy.pem", "proxy.key", "ca.pem", "maybe"))
                .withBadSpec("client_ca", () -> new TlsSpec("proxy.pem", "proxy.key", "", "require"))
                .withBadSpec("certificate", () -> new TlsSpec("", "", "", ""))
                .withBadSpec("certificate", () -> new TlsSpec("none", "", "ca.pem", ""))
                .withBadSpec("certificate", () -> new TlsSpec("", "", "ca.pem", ""));
    }

    private TlsEnd dial(SocketAddress at) {
        var end = TlsEnd.to(at, client);
        ends.add(end);
        return end;
    }
}
