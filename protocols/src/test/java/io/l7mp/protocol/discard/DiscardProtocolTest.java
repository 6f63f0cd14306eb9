package io.l7mp.protocol.discard;

import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimWorld;

/** The contract, in a simulated world. */
class DiscardProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        return Fixture.in(new SimWorld(Long.getLong("l7mp.test.seed", 1), 2)).withSink(new DiscardProtocol(),
                new DiscardClusterSpec());
    }
}
