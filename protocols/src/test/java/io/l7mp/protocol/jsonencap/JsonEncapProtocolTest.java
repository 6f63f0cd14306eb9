package io.l7mp.protocol.jsonencap;

import io.l7mp.protocol.wire.Translated;
import io.l7mp.spi.Json;
import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TinyJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The contract, in a simulated world: what comes out is unwrapped by the test. */
class JsonEncapProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        var world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
        var protocol = new Translated<>(new JsonEncapProtocol(), UnaryOperator.identity(),
                Translated.bytes(JsonEncapProtocolTest::unwrap, world.buffers()),
                Translated.bytes(JsonEncapProtocolTest::wrap, world.buffers()));
        return Fixture.in(world).withTransform(protocol, new JsonEncapClusterSpec());
    }

    private static byte[] unwrap(byte[] text) {
        var document = (Json.Obj) TinyJson.TEXT.read(new String(text, StandardCharsets.UTF_8));
        var payload = (Json.Text) document.get("payload").orElseThrow();
        return Base64.getDecoder().decode(payload.value());
    }

    private static byte[] wrap(byte[] payload) {
        return ("{\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
