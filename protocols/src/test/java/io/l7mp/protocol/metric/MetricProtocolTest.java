package io.l7mp.protocol.metric;

import io.l7mp.testkit.Fixture;
import io.l7mp.testkit.ProtocolContract;
import io.l7mp.testkit.SimWorld;
import java.util.Collections;
import java.util.List;

/** The contract, in a simulated world. */
class MetricProtocolTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        return Fixture.in(new SimWorld(Long.getLong("l7mp.test.seed", 1), 2))
                .withTransform(new MetricProtocol(), new MetricClusterSpec(List.of(), true)).withText()
                .withBadSpec("name", () -> label("1st"))
                .withBadSpec("value", () -> new MetricLabelSpec("a", "/key", "value"))
                .withBadSpec("labels", () -> new MetricClusterSpec(Collections.nCopies(17, label("a")), true))
                .withBadSpec("labels[1].name",
                        () -> new MetricClusterSpec(List.of(label("a"), label("a")), true))
                .withBadSpec("labels[0].name",
                        () -> new MetricClusterSpec(List.of(label("sessionName")), false));
    }

    private static MetricLabelSpec label(String name) {
        return new MetricLabelSpec(name, "", "");
    }
}
