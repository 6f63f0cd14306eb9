package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peers of this package against each other, so that a failing cell is the program's fault. */
class PeersTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    private static void talk(Kind kind, SocketAddress at, Flow.Arrival arrival, boolean texts)
            throws Exception {
        try (var crew = new Crew(); var door = kind.listen(at)) {
            var accepting = crew.start("accepting", door::accept);
            var there = new Flow("there", script(kind, texts), arrival);
            var back = new Flow("back", script(kind, texts), arrival);
            try (var client = kind.connect(door.address())) {
                crew.begin(there, () -> there.send(client));
                try (var upstream = crew.result(accepting, 10)) {
                    crew.begin(there, () -> there.receive(upstream));
                    crew.begin(back, () -> back.send(upstream));
                    crew.begin(back, () -> back.receive(client));
                    crew.join(10);
                    if (kind.isDatagrams()) {
                        return;
                    }
                    client.finish();
                    assertThat(crew.result(crew.start("end", upstream::receive), 10)).isNull();
                    upstream.finish();
                    assertThat(crew.result(crew.start("end", client::receive), 10)).isNull();
                    if (client instanceof WebSocketPeer peer) {
                        assertThat(peer.closeCode()).isEqualTo(1000);
                        assertThat(peer.pongs()).isPositive();
                    }
                }
            }
        }
    }

    private static Script script(Kind kind, boolean texts) {
        return kind.keepsMessages()
                ? Script.messages(1, kind.isDatagrams() ? 0 : 1, 60_000, texts)
                : Script.bulk(1 << 24);
    }

    @Test
    void datagrams() throws Exception {
        talk(Kind.UDP, ANY, Flow.Arrival.SAME, false);
    }

    @Test
    void bytes() throws Exception {
        talk(Kind.TCP, ANY, Flow.Arrival.BYTES, false);
        talk(Kind.UNIX, UnixDomainSocketAddress.of(folder.resolve("socket")), Flow.Arrival.BYTES, false);
    }

    @Test
    void webSocketMessages() throws Exception {
        talk(Kind.WEBSOCKET, ANY, Flow.Arrival.SAME, true);
    }
}
