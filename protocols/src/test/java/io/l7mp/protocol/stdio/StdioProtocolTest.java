package io.l7mp.protocol.stdio;

import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;

/** The contract, with a console that the test holds. */
class StdioProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        var console = new Console();
        return Fixture.on(LiveLoops.all())
                .withCluster(new StdioProtocol(console.input(), console.output()),
                        at -> new StdioClusterSpec())
                .withFarListener(() -> console)
                .withoutEnd()
                .withoutReset();
    }
}
