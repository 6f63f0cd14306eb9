package io.l7mp.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FaultyProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        return Fixture.in(new SimWorld(Long.getLong("l7mp.test.seed", 1), 2))
                .withTransform(new FaultyProtocol(), new FaultySpec("write", "THROW"))
                .withText()
                .withBadSpec("where", () -> new FaultySpec("nowhere", "THROW"));
    }

    @Test
    void throwsInsideWriteAtItsTrigger() {
        var stream = new FaultyStream(new SimWorld(1, 1).loop(), new FaultySpec("write", "THROW"));
        var payload = Unpooled.copiedBuffer("please THROW now", UTF_8);

        assertThatThrownBy(() -> stream.write(payload, 0)).hasMessageContaining("write");

        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void endsOnlyTheStreamWhoseHandlerThrows() {
        var world = new SimWorld(1, 1);
        var spec = new FaultySpec("handler", "THROW");
        var broken = new StreamEnd(new FaultyStream(world.loop(), spec), world.buffers()).attach();
        var neighbour = new StreamEnd(new FaultyStream(world.loop(), spec), world.buffers()).attach();

        broken.send("THROW".getBytes(UTF_8), 0);
        neighbour.send("stay".getBytes(UTF_8), 0);
        world.run();

        assertThat(broken.cause().map(Cause::kind)).contains(Kind.BUG);
        assertThat(neighbour.closed()).isFalse();
        assertThat(neighbour.receivedBytes()).isEqualTo(4);
    }
}
