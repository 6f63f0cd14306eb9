package io.l7mp.protocol.jsondecap;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.jsonencap.JsonEncapClusterSpec;
import io.l7mp.protocol.jsonencap.JsonEncapProtocol;
import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import io.l7mp.testkit.TinyJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that a JSONDecap takes apart, and texts that were made to break it. */
class JsonDecapStreamTest {
    private final SplittableRandom random = new SplittableRandom(Long.getLong("l7mp.test.seed", 1));
    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final TestEnv env = TestEnv.of(world);
    private final Tap tap = new Tap();
    private final Stream stream = stream(new JsonDecapProtocol().open(new JsonDecapClusterSpec(), env), tap);

    private Stream stream(Connector connector, Tap to) {
        var made = new Stream[1];
        run(() -> {
            made[0] = Tap.connect(connector,
                    Tap.session("s", Metadata.of(Json.obj("name", "s")), Traits.IN_MEMORY), world.loop());
            made[0].attach(to);
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

    private void write(Stream to, byte[] payload) {
        run(() -> {
            to.write(env.buffers().buffer().writeBytes(payload), 0);
            to.flush();
        });
    }

    private void write(String text) {
        write(stream, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void givesBackWhatJsonEncapWrapped() {
        var wrapped = new Tap();
        var encap = stream(new JsonEncapProtocol().open(new JsonEncapClusterSpec(), env), wrapped);
        for (int i = 0; i < 200; i++) {
            int length = i == 0 ? 0 : i == 1 ? 64 << 10 : random.nextInt(2_000);
            var payload = new byte[length];
            random.nextBytes(payload);

            write(encap, payload);
            write(stream, wrapped.payloads().getLast());

            assertThat(tap.payloads()).hasSize(i + 1);
            assertThat(tap.payloads().getLast()).isEqualTo(payload);
        }
        assertThat(tap.flags()).containsOnly(0);
        run(() -> encap.close(Cause.DONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"payload\":\"aGk=\"}",
            "{\"payload\":\"aGk\"}",
            " {\t\"payload\" :\r\n\"aGk=\" } ",
            "{\"payload\":\"\\u0061Gk=\"}",
            "{\"pay\\u006coad\":\"aGk=\"}",
            "{\"payload\":\"aGk=\",\"metadata\":{\"payload\":\"x\",\"a\":[1,-2.5e+10,true,false,null,{}]}}",
            "{\"a\":\"\\\"}\",\"\":[[],{\"b\":\"\\\\\"}],\"payload\":\"aGk=\"}",
            "{\"a\":123456789012345678901234567890123456789012345678901234567890e99999,\"payload\":\"aGk=\"}",
            "{\"a\":\"\\ud800\",\"payload\":\"aGk=\"}",
            "{\"a\":1,\"a\":2,\"payload\":\"aGk=\"}",
    })
    void takesOutThePayload(String text) {
        write(text);

        assertThat(tap.texts()).containsExactly("hi");
    }

    @Test
    void readsBothAlphabetsAndEscapedSlashes() {
        write("{\"payload\":\"-_\\/+\"}");

        assertThat(tap.payloads().getFirst()).isEqualTo(Base64.getDecoder().decode("+//+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "{", "}", "{}", "[]", "null", "\"aGk=\"", "payload", "\\", "{\"", "{\"payload",
            "{\"payload\"",
            "{\"payload\":", "{\"payload\":\"aGk=", "{\"payload\":\"aGk=\"", "{\"payload\":\"aGk=\"}}",
            "{\"payload\":\"aGk=\"}{\"payload\":\"aGk=\"}", "{\"payload\":\"aGk=\",}",
            "{,\"payload\":\"aGk=\"}",
            "{\"payload\":\"aGk=\" \"a\":1}", "{'payload':'aGk='}", "{payload:\"aGk=\"}",
            "{\"payload\":1}", "{\"payload\":null}", "{\"payload\":[\"aGk=\"]}",
            "{\"payload\":{\"payload\":\"aGk=\"}}",
            "{\"a\":{\"payload\":\"aGk=\"}}", "{\"Payload\":\"aGk=\"}", "{\"payload2\":\"aGk=\"}",
            "{\"payload\":\"aGk=\",\"payload\":\"aGk=\"}",
            "{\"payload\":\"aGk=\",\"pay\\u006coad\":\"aGk=\"}",
            "{\"payload\":\"a\"}", "{\"payload\":\"aG=\"}", "{\"payload\":\"=\"}", "{\"payload\":\"aGk==\"}",
            "{\"payload\":\"a=Gk\"}", "{\"payload\":\"aG k\"}", "{\"payload\":\"aGk\\n\"}",
            "{\"payload\":\"aGkü\"}",
            "{\"payload\":\"\\ud800\\udc00\"}", "{\"payload\":\"\\udc00Gk=\"}",
            "{\"payload\":\"aGk=\\u003\"}",
            "{\"payload\":\"aGk\u0001\"}", "{\"payload\":\"aGk\\x\"}", "{\"payload\":\"aGk=\",\"a\":01}",
            "{\"payload\":\"aGk=\",\"a\":1.}", "{\"payload\":\"aGk=\",\"a\":.1}",
            "{\"payload\":\"aGk=\",\"a\":-}",
            "{\"payload\":\"aGk=\",\"a\":1e}", "{\"payload\":\"aGk=\",\"a\":+1}",
            "{\"payload\":\"aGk=\",\"a\":NaN}",
            "{\"payload\":\"aGk=\",\"a\":tru}", "{\"payload\":\"aGk=\",\"a\":nullx}",
            "{\"payload\":\"aGk=\",\"a\":[1,]}",
            "{\"payload\":\"aGk=\",\"a\":[1 2]}", "{\"payload\":\"aGk=\",\"a\":[}",
            "\ufeff{\"payload\":\"aGk=\"}",
    })
    void dropsWhatIsNoTextOfJsonEncap(String text) {
        write(text);

        assertThat(tap.payloads()).isEmpty();
        assertThat(env.drops("json_invalid")).isEqualTo(1);
    }

    @Test
    void nestsAsDeepAsOtherTextsAndNoDeeper() {
        write("{\"a\":" + "[".repeat(99) + "]".repeat(99) + ",\"payload\":\"aGk=\"}");
        assertThat(tap.texts()).containsExactly("hi");

        write("{\"a\":" + "[".repeat(100) + "]".repeat(100) + ",\"payload\":\"aGk=\"}");
        write("[".repeat(100_000));
        write("{\"a\":" + "[".repeat(100_000));
        write("{\"a\":".repeat(100_000));

        assertThat(tap.texts()).containsExactly("hi");
        assertThat(env.drops("json_invalid")).isEqualTo(4);
    }

    @Test
    void dropsTextsThatAreTooLarge() {
        int room = JsonDecapProtocol.LARGEST - "{\"payload\":\"\"}".length();

        write("{\"payload\":\"" + "A".repeat(room / 4 * 4) + "\"}");
        write("{\"payload\":\"" + "A".repeat(room / 4 * 4 + 4) + "\"}");

        assertThat(tap.payloads()).hasSize(1);
        assertThat(env.drops("json_invalid")).isEqualTo(1);
    }

    /** Whatever is changed in a text, what comes out is what a JSON reader and the JDK's decoder say, if they say anything. */
    @Test
    void agreesWithAReaderOfJsonOnDamagedTexts() {
        var good = "{\"metadata\":{\"name\":\"s\",\"n\":[1.5e3,null,true]},\"payload\":\"aGVsbG8h\"}"
                .getBytes(StandardCharsets.US_ASCII);
        var symbols = "{}[]\",:\\ue0123aGk=+/-. tn\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            var text = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                text[random.nextInt(text.length)] = symbols[random.nextInt(symbols.length)];
            }
            int before = tap.payloads().size();

            stepWrite(text);

            var said = tap.payloads().size() == before ? null : tap.payloads().getLast();
            assertThat(said).as(new String(text, StandardCharsets.US_ASCII)).isEqualTo(read(text));
        }
    }

    private void stepWrite(byte[] text) {
        world.on(world.loop(), () -> stream.write(env.buffers().buffer().writeBytes(text), 0));
    }

    private static byte[] read(byte[] text) {
        try {
            var document = TinyJson.TEXT.read(new String(text, StandardCharsets.US_ASCII));
            return document instanceof Json.Obj object
                    && object.get("payload").orElse(Json.NULL) instanceof Json.Text(var payload)
                            ? Base64.getDecoder().decode(payload.replace('-', '+').replace('_', '/'))
                            : null;
        } catch (ConfigException | IllegalArgumentException _) {
            return null;
        }
    }
}
