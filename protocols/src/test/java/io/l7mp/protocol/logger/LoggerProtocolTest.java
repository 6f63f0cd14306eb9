package io.l7mp.protocol.logger;

import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimWorld;

/** The contract, in a simulated world. */
class LoggerProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        return Fixture.in(new SimWorld(Long.getLong("l7mp.test.seed", 1), 2))
                .withTransform(new LoggerProtocol(), new LoggerClusterSpec("-", "copy"))
                .withText();
    }
}
