package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.spi.Kind;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenQuestionTest {
    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final Gate gate = new Gate(() -> AdminConfig.DEFAULT, new Token("0123456789abcdef"));
    private final Desk desk = new Desk(1, 0);
    private final List<Runnable> files = new ArrayList<>();
    private final List<Object> heard = new ArrayList<>();

    private TokenQuestion ask(String shown) {
        var question = new TokenQuestion(gate, new Caller(false, false, shown, false), world.loop(),
                Duration.ofSeconds(2),
                heard::add, cause -> heard.add(cause.kind()));
        question.ask(files::add, desk.take().orElseThrow());
        return question;
    }

    private void read() {
        files.forEach(Runnable::run);
        world.settle();
    }

    @Test
    void hearsWhetherItIsTheRightOne() {
        ask("0123456789abcdef");
        read();
        files.clear();
        ask("0123456789abcdeF");
        read();

        assertThat(heard).containsExactly(true, false);
        assertThat(desk.taken()).isZero();
    }

    @Test
    void aFileThatIsStuckHoldsUpNobodyForLongAndItsPlaceUntilItIsRead() {
        ask("0123456789abcdef");
        world.run(Duration.ofSeconds(3));

        assertThat(heard).containsExactly(Kind.TIMED_OUT);
        assertThat(desk.take()).isEmpty();
        read();
        assertThat(heard).hasSize(1);
        assertThat(desk.taken()).isZero();
    }

    @Test
    void whoLeavesHearsNothing() {
        ask("0123456789abcdef").cancel();
        read();
        world.run(Duration.ofSeconds(3));

        assertThat(heard).isEmpty();
        assertThat(desk.taken()).isZero();
    }
}
