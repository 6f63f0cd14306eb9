package io.l7mp.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeAll;

/** The contract for the listener; the client is a raw one. */
class HttpProtocolTest extends ProtocolContract {
    private final HttpProtocol http = new HttpProtocol();

    /** The JDK keeps a socket for itself from the first that it closes, which must not be counted among ours. */
    @BeforeAll
    static void useJdkSockets() throws IOException {
        try (var any = new ServerSocket(0)) {
            assertThat(any.isBound()).isTrue();
        }
    }

    @Override
    protected Fixture fixture() {
        return Fixture.on(LiveLoops.all())
                .withListener(http, new HttpListenerSpec(0, "", ""))
                .withDialler(HttpEnd::to)
                .withBadSpec("port", () -> new HttpListenerSpec(-1, "", ""));
    }
}
