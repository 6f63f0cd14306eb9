package io.l7mp.protocol.jsonencap;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The text that JSONEncap makes. */
class JsonEncapStreamTest {
    private static final Metadata FACTS = Metadata.of(Json.obj("name", "s-1", "IP",
            Json.obj("src_addr", "127.0.0.1"), "word", "\"ü\""));

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final TestEnv env = TestEnv.of(world);
    private final Tap tap = new Tap();
    private final Stream stream = stream();

    private Stream stream() {
        var made = new Stream[1];
        run(() -> {
            made[0] = Tap.connect(new JsonEncapProtocol().open(new JsonEncapClusterSpec(), env),
                    Tap.session("s-1", FACTS, Traits.IN_MEMORY), world.loop());
            made[0].attach(tap);
            made[0].resume();
        });
        return made[0];
    }

    @AfterEach
    void leaveNothing() {
        run(() -> stream.close(Cause.DONE));
        assertThat(env.bytesInUse()).isZero();
    }

    private void run(Runnable task) {
        world.loop().execute(task);
        world.settle();
    }

    private void write(byte[] payload) {
        run(() -> {
            stream.write(env.buffers().buffer().writeBytes(payload), 0);
            stream.flush();
        });
    }

    @Test
    void writesMetadataBeforePayloadAndNoWhiteSpace() {
        write("hi".getBytes(StandardCharsets.UTF_8));

        assertThat(tap.texts()).containsExactly("{\"metadata\":{\"name\":\"s-1\",\"IP\":{\"src_addr\":"
                + "\"127.0.0.1\"},\"word\":\"\\\"ü\\\"\"},\"payload\":\"aGk=\"}");
        assertThat(tap.flags()).containsExactly(Stream.TEXT);
    }

    @Test
    void writesTheBase64OfTheJdkForAnyLength() {
        var random = new SplittableRandom(Long.getLong("l7mp.test.seed", 1));
        for (int length = 0; length < 100; length++) {
            var payload = new byte[length];
            random.nextBytes(payload);

            write(payload);

            assertThat(tap.texts().getLast())
                    .endsWith(",\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"}");
        }
    }

    @Test
    void emitsNothingAtTheEnd() {
        write(new byte[]{1});

        run(() -> stream.finish(Metadata.EMPTY));

        assertThat(tap.payloads()).hasSize(1);
        assertThat(tap.events()).containsExactly("finished", "closed DONE");
    }

    @Test
    void makesMessagesOfBytesInPiecesThatFitIntoADatagram() {
        var traits = new JsonEncapProtocol().clusterTraits(new JsonEncapClusterSpec(), Traits.BYTES);

        assertThat(traits.shape()).isEqualTo(Shape.MESSAGES);
        assertThat(traits.largest()).isEqualTo(32_768);
    }
}
