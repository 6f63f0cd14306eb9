package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.ObjectKind;
import io.l7mp.core.snapshot.Current;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a stage that did not find its cluster looks again. */
class PauseTest {
    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final SimProxy proxy = new SimProxy(world);
    private final Current current = proxy.office.hall().current();
    private int ends;

    private void addCluster(String name) {
        proxy.add(ObjectKind.CLUSTER, "{'name':'" + name
                + "','spec':{'protocol':'Sim','port':1},'endpoints':[{'spec':{'address':'10.0.0.1'}}]}");
    }

    private Pause pause() {
        return new Pause(() -> ends++).atMost(Duration.ofHours(1), world.loop());
    }

    @Test
    void endsWhenTheClusterIsAdded() {
        var _ = pause().untilThereIs("pool", current, current.get(), world.loop());
        addCluster("other");
        world.settle();
        assertThat(ends).isZero();

        addCluster("pool");
        world.settle();

        assertThat(ends).isEqualTo(1);
    }

    @Test
    void missesNoChangeBetweenTheSearchAndTheWatch() {
        var searched = current.get();
        addCluster("pool");

        var _ = pause().untilThereIs("pool", current, searched, world.loop());

        assertThat(ends).as("in the same turn").isZero();
        world.settle();
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void waitsWhereTheClusterWasThereAllTheTime() {
        addCluster("pool");

        var _ = pause().untilThereIs("pool", current, current.get(), world.loop());
        world.settle();

        assertThat(ends).isZero();
    }

    @Test
    void looksNoMoreOnceItIsCalledOff() {
        var searched = current.get();
        addCluster("pool");

        pause().untilThereIs("pool", current, searched, world.loop()).cancel();
        world.settle();

        assertThat(ends).isZero();
    }
}
