package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.config.BalancerConfig;
import io.l7mp.config.ClusterConfig;
import io.l7mp.config.Identity;
import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.Facilities;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import io.l7mp.testkit.TinyJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who holds a cluster's connector open. */
class ClusterTest {
    private final SimWorld world = new SimWorld(1, 1);
    private final Facilities facilities = new Facilities(List.<Loop>copyOf(world.loops()), world.buffers(),
            world.blocking(), world.blocking(), TinyJson.TEXT, world.clock(), world.random(),
            Duration.ofSeconds(1), new Totals());
    private final Cluster cluster = Cluster.open(config("Trivial"), new Counting(), TestEnv.of(world),
            facilities);
    private int closed;

    private record Nothing() {}

    private static ClusterConfig config(String policy) {
        return new ClusterConfig(new Identity("c", 1, 0), "Counting", Json.EMPTY, new Nothing(), List.of(),
                new BalancerConfig(policy, "", true), true);
    }

    /** Has connectors that only count how often they are closed. */
    private final class Counting implements OutboundProtocol<Nothing>, Connector {
        @Override
        public String name() {
            return "Counting";
        }

        @Override
        public Class<Nothing> clusterSpec() {
            return Nothing.class;
        }

        @Override
        public Traits clusterTraits(Nothing spec, Traits input) {
            return input;
        }

        @Override
        public Connector open(Nothing spec, ClusterEnv env) {
            return this;
        }

        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            return Attempt.OVER;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void isClosedWhenTheLastVersionIsLeft() {
        var next = cluster.with(config("Random"), facilities);
        cluster.leave();
        assertThat(closed).isZero();

        next.leave();

        assertThat(closed).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway") // a bug, which a test has to make
    void isNotHeldForAVersionThatCouldNotBeMade() {
        var broken = config(null);

        assertThatThrownBy(() -> cluster.with(broken, facilities)).isInstanceOf(NullPointerException.class);
        cluster.leave();

        assertThat(closed).isEqualTo(1);
    }
}
