package io.l7mp.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.protocol.wire.Authority;
import io.l7mp.protocol.wire.HttpDoors;
import io.l7mp.protocol.wire.TlsClient;
import io.l7mp.protocol.wire.TlsEnd;
import io.l7mp.protocol.wire.TlsSpec;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sessions over TLS end: with a word, without one, and with TLS 1.2, which knows no half-close. */
class TcpTlsEndsTest {
    private final Authority authority = new Authority("CN=Authority");

    @TempDir
    Path folder;

    private HttpDoors doors;

    @BeforeEach
    void open() {
        var identity = authority.issue("proxy.test");
        var tls = new TlsSpec(Authority.write(folder.resolve("proxy.pem"), identity.pem()),
                Authority.write(folder.resolve("proxy.key"), identity.key()), "", "");
        doors = HttpDoors.open(new TcpProtocol(), new TcpListenerSpec(0, "", tls), HttpDoors.Session::mirror);
    }

    @AfterEach
    void close() {
        doors.close();
    }

    private TlsEnd client(String version) {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), doors.port());
        var end = TlsEnd.to(address, TlsClient.trusting(authority).only(version));
        end.send("hello".getBytes(StandardCharsets.US_ASCII), 0);
        await().until(() -> end.receivedBytes() == 5);
        return end;
    }

    @Test
    void takesAnUnannouncedEndForABreak() {
        var client = client("TLSv1.3");

        client.cut();

        assertThat(doors.next()).isInstanceOfSatisfying(Cause.class,
                cause -> assertThat(cause.kind()).isEqualTo(Kind.RESET));
        await().until(client::closed);
        assertThat(client.finished()).isFalse();
    }

    @Test
    void endsInOrderWithPeersOfTls12() {
        var client = client("TLSv1.2");

        client.finish();

        assertThat(doors.next()).isEqualTo(Metadata.EMPTY);
        assertThat(doors.next()).isEqualTo(Cause.DONE);
    }
}
