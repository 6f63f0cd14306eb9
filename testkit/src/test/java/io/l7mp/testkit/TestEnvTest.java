package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestEnvTest {
    private final SimWorld world = new SimWorld(1, 2);
    private final TestEnv env = TestEnv.of(world).host("known", "10.0.0.1");

    private Outcome<List<InetAddress>> resolve(String host) {
        var outcome = new Outcome<List<InetAddress>>();
        env.resolve(host, world.loop(), Duration.ofSeconds(1), outcome);
        return outcome;
    }

    @Test
    void resolvesLiteralsAndWhatItWasTold() {
        assertThat(resolve("::1").value().orElseThrow()).containsExactly(InetAddress.ofLiteral("::1"));
        assertThat(resolve("known").value().orElseThrow()).containsExactly(InetAddress.ofLiteral("10.0.0.1"));
        assertThat(resolve("unknown").cause()).hasValueSatisfying(
                cause -> assertThat(cause.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void givesLoopsInTurn() {
        assertThat(List.of(env.lightest(), env.lightest(), env.lightest()))
                .containsExactly(world.loops().get(0), world.loops().get(1), world.loops().get(0));
    }

    @Test
    void takesNoMoreThanItsBoundFromASlowDisk() {
        var file = env.append("log");
        file.stall(true);
        int taken = 0;
        while (file.append(new byte[100_000])) {
            taken++;
        }
        var told = new boolean[1];
        file.onWritable(world.loop(), () -> told[0] = true);
        world.run();
        boolean early = told[0];

        file.stall(false);
        world.run();

        assertThat(taken).isEqualTo(10);
        assertThat(early).isFalse();
        assertThat(told[0]).isTrue();
        assertThat(file.bytes()).hasSize(1_000_000);
    }

    @Test
    void opensOtherProtocolsToRideOn() {
        env.transport(new FaultyProtocol(), spec -> new FaultySpec("write", "x"));

        assertThat(env.connector(Json.obj("protocol", "Faulty"))).isNotNull();
        assertThatThrownBy(() -> env.connector(Json.obj("protocol", "Other")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void readsBackTheJsonItWrites() {
        var value = Json.obj("a", Json.of(List.of(Json.of(1), Json.of(-2.5), Json.of(true), Json.NULL)),
                "b\n\"\\",
                "\u0001é", "c", Json.EMPTY);

        assertThat(TinyJson.TEXT.read(TinyJson.TEXT.write(value))).isEqualTo(value);
        assertThat(TinyJson.TEXT.read(" { \"x\" : [ \"\\u0041\\n\" ] } ")).isEqualTo(
                Json.obj("x", Json.of(List.of(Json.of("A\n")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{\"a\" 1}", "01", "nul", "1 2", "\"\\x\"", "\"\\u00zz\""})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> TinyJson.TEXT.read(text)).isInstanceOf(ConfigException.class);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> TinyJson.TEXT.read("[".repeat(200))).isInstanceOf(ConfigException.class);
    }
}
