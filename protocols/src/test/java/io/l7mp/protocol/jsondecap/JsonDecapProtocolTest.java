package io.l7mp.protocol.jsondecap;

import io.l7mp.protocol.wire.Translated;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimWorld;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The contract, in a simulated world: what goes in is wrapped by the test. */
class JsonDecapProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        var world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
        var protocol = new Translated<>(new JsonDecapProtocol(),
                Translated.bytes(JsonDecapProtocolTest::wrap, world.buffers()),
                UnaryOperator.identity(), UnaryOperator.identity());
        return Fixture.in(world).withTransform(protocol, new JsonDecapClusterSpec());
    }

    private static byte[] wrap(byte[] payload) {
        return ("{\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
