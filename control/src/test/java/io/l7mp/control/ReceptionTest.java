package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.core.metric.Totals;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.spi.SessionFacts;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strangers at the door while the file with the token is stuck. */
class ReceptionTest {
    private AdminConfig admin = AdminConfig.DEFAULT.with("token_file", Json.of("/run/token"));
    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final TestEnv env = TestEnv.of(world);
    private final Gate gate = new Gate(() -> admin, new Token(SimApi.TOKEN));
    private final Desk desk = new Desk(1, 1);
    private final List<Object> heard = new ArrayList<>();
    private final Reception reception = new Reception(
            new Api(new Operations(List.of()), new Totals(), Runnable::run), gate, desk, env);

    private void connect(String address) {
        var seen = SimApi.request("GET", "/", "", address)
                .with(Path.of("/HTTP/headers/authorization"), Json.of("Bearer " + SimApi.TOKEN));
        reception.connect(Endpoint.virtual("api"), new SessionFacts("s", seen, Metadata.EMPTY), world.loop(),
                Duration.ofSeconds(2), new Completion<>() {
                    @Override
                    public void done(Connected connected) {
                        heard.add(connected.stream());
                    }

                    @Override
                    public void failed(Cause cause) {
                        heard.add(cause);
                    }
                });
    }

    @Test
    void soManyTokensAreLookedAtAndNoMore() {
        for (int i = 0; i < 65; i++) {
            connect("192.0.2.1");
        }

        assertThat(heard).hasSize(1);
        assertThat(env.refusals("api_busy")).isOne();
        assertThat(desk.taken()).isZero();
    }

    @Test
    void callersOfThisMachineAreNotHeldUp() {
        for (int i = 0; i < 65; i++) {
            connect("192.0.2.1");
        }
        heard.clear();
        connect("127.0.0.1");

        assertThat(heard).hasSize(1);
        assertThat(desk.taken()).isOne();
        assertThat(env.refusals("api_busy")).isOne();
    }

    @Test
    void aTokenThatStandsInNoFileIsLookedAtAtOnce() {
        admin = AdminConfig.DEFAULT;

        connect("192.0.2.1");

        assertThat(heard).hasSize(1);
        assertThat(desk.taken()).isOne();
    }
}
