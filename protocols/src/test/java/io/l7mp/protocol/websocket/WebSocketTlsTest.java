package io.l7mp.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.Authority;
import io.l7mp.protocol.wire.HttpDoors;
import io.l7mp.protocol.wire.TlsClient;
import io.l7mp.protocol.wire.TlsSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WebSocket listener inside TLS. */
class WebSocketTlsTest {
    private static final String UPGRADE = "GET /a HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private final Authority authority = new Authority("CN=Authority");

    @TempDir
    Path folder;

    @Test
    void carriesMessagesOfClientsWithACertificate() {
        var identity = authority.issue("proxy.test");
        var tls = new TlsSpec(Authority.write(folder.resolve("proxy.pem"), identity.pem()),
                Authority.write(folder.resolve("proxy.key"), identity.key()),
                Authority.write(folder.resolve("ca.pem"), authority.pem()), "");
        try (var doors = HttpDoors.open(new WebSocketProtocol(),
                new WebSocketListenerSpec(0, "", "", 1000, 0, tls), HttpDoors.Session::mirror);
                var client = TlsClient.as(authority.issue("client.test"), authority).raw(doors.port())) {
            client.send(UPGRADE);
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");

            client.send(new byte[]{(byte) 0x82, (byte) 0x83, 0, 0, 0, 0, 'a', 'b', 'c'});

            assertThat(client.read(5)).containsExactly(0x82, 3, 'a', 'b', 'c');
            assertThat(doors.offer().metadata().text("/TLS/peer/subject")).contains("CN=client.test");
            client.send(new byte[]{(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8});
            assertThat(client.read(4)).containsExactly(0x88, 2, 3, 0xe8);
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
