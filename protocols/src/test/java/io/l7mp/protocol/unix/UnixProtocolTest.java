package io.l7mp.protocol.unix;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Endpoint;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, over a socket file of its own. */
class UnixProtocolTest extends ProtocolContract {
    private final UnixProtocol unix = new UnixProtocol();

    @TempDir
    private Path folder;

    @Override
    protected Fixture fixture() {
        var file = folder.resolve("s").toString();
        return Fixture.on(LiveLoops.all())
                .withListener(unix, new UnixListenerSpec(file))
                .withCluster(unix, at -> new UnixClusterSpec())
                .withEndpoint(at -> new Endpoint("there", file, 0, 1))
                .withoutReset()
                .withoutLeaving()
                .withBadSpec("filename", () -> new UnixListenerSpec("/" + "x".repeat(107)));
    }
}
