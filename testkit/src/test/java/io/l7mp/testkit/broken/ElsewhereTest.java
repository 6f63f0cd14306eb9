package io.l7mp.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The contract's parts are found and run when a protocol's test lives in another package. */
class ElsewhereTest extends ProtocolContract {
    private static int fixtures;

    @Override
    protected Fixture fixture() {
        fixtures++;
        var world = new SimWorld(1, 2);
        var protocol = new SimProtocol(world.net());
        return Fixture.in(world)
                .withListener(protocol, SimSpec.bytes(0))
                .withCluster(protocol, at -> SimSpec.bytes(((InetSocketAddress) at).getPort()))
                .withSessions(10);
    }

    @Test
    void isAPartOfItsOwn() {
        assertThat(fixtures).isPositive();
    }

    @AfterAll
    static void ranAllParts() {
        assertThat(fixtures).isGreaterThan(20);
    }
}
