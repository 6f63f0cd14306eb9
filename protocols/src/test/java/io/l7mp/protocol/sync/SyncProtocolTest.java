package io.l7mp.protocol.sync;

import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimWorld;

/**
 * The contract, in a simulated world, for two members of a group that are seen as one: what is written to one is read from the
 * other. Ends are left out, since no member hears of another's.
 */
class SyncProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        return Fixture.in(new SimWorld(Long.getLong("l7mp.test.seed", 1), 2))
                .withTransform(new CoupleProtocol(), new SyncClusterSpec("/couple")).withText()
                .withoutEnd();
    }
}
