package io.l7mp.core.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.JsonCodec;
import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.session.Sessions;
import io.l7mp.spi.Loop;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What protocols of listeners get. */
class ListenerEnvironmentTest {
    @Test
    void spreadsPeersOverLoopsThatAreAlikeIdle() {
        var world = new SimWorld(1, 3);
        var facilities = new Facilities(List.<Loop>copyOf(world.loops()), world.buffers(), world.blocking(),
                world.blocking(),
                new JsonCodec(), world.clock(), world.random(), Duration.ofSeconds(1), new Totals());
        var env = new ListenerEnvironment("here", facilities, new Sessions(facilities),
                new Registry(List.of()),
                FileRoots.ANYWHERE);

        var chosen = Stream.generate(env::lightest).limit(9).toList();

        for (var loop : world.loops()) {
            assertThat(chosen.stream().filter(loop::equals)).hasSize(3);
        }
    }
}
