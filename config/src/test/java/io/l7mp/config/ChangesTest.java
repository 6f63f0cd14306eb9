package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChangesTest {
    private final Tree old = Given
            .tree("""
                    clusters: [ { name: a, spec: { protocol: UDP, port: 1 } }, { name: b, spec: { protocol: UDP, port: 1 } },
                                { name: c, spec: { protocol: Echo } } ]
                    listeners: [ { name: l, spec: { protocol: TCP, port: 1 }, rules: [] } ]
                    """);

    @Test
    void nothingChangedKeepsEverything() {
        var changes = Changes.between(old, Given.edit(old).done());

        assertThat(changes.clusters().kept()).hasSize(3);
        assertThat(changes.clusters().changed()).isEmpty();
        assertThat(changes.listeners().kept()).hasSize(1);
    }

    @Test
    void deletedAndAddedAgainIsAnotherObject() {
        var next = Given.edit(old).delete(ObjectKind.LISTENER, "l", false)
                .add(ObjectKind.LISTENER,
                        Given.yaml("{name: l, spec: {protocol: TCP, port: 1}, rules: l-RuleList-0}"))
                .delete(ObjectKind.CLUSTER, "c", false).addEndpoint("b", Given.yaml("{spec: {address: x}}"))
                .done();

        var changes = Changes.between(old, next);

        assertThat(changes.listeners().added()).extracting(ListenerConfig::name).containsExactly("l");
        assertThat(changes.listeners().removed()).extracting(ListenerConfig::name).containsExactly("l");
        assertThat(changes.clusters().removed()).extracting(ClusterConfig::name).containsExactly("c");
        assertThat(changes.clusters().changed()).extracting(ClusterConfig::name).containsExactly("b");
        assertThat(changes.clusters().kept()).extracting(ClusterConfig::name).containsExactly("a");
    }
}
