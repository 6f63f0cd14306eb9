package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds after any sequence of edits. A run is repeated with the same {@code l7mp.test.seed}. */
final class RandomEditsTest {
    private final Random random = new Random(Long.getLong("l7mp.test.seed", 1));

    @Test
    void identitiesAreUniqueAndDeletionTakesOnlyParts() {
        var tree = Tree.EMPTY;
        var seen = new HashSet<Long>();
        for (int step = 0; step < 2_000; step++) {
            var before = tree;
            var edit = Given.edit(before);
            step(edit);
            try {
                tree = edit.done();
            } catch (ConfigProblems _) {
                continue;
            }

            var serials = serials(tree);
            assertThat(new HashSet<>(serials)).hasSameSizeAs(serials);
            serials.removeAll(serials(before));
            assertThat(serials).allMatch(seen::add);
            assertThat(endpoints(tree)).doesNotHaveDuplicates();
            var gone = serials(before);
            gone.removeAll(serials(tree));
            assertThat(edit.removed()).extracting(removed -> removed.id().serial())
                    .containsExactlyInAnyOrderElementsOf(gone);
            checkParts(before, edit.removed());
        }
    }

    /** Whatever went but the object itself was embedded in something that went too, or is an endpoint of it. */
    private static void checkParts(Tree before, List<Removed> removed) {
        var gone = new HashSet<>(removed.stream().map(one -> one.id().serial()).toList());
        var alone = removed.stream().filter(one -> one.kind() != ObjectKind.ENDPOINT)
                .filter(one -> !gone.contains(one.id().embedder())).toList();
        assertThat(alone).hasSizeLessThanOrEqualTo(1);
        if (removed.stream().noneMatch(Removed::recursive)) {
            assertThat(
                    removed.stream().filter(one -> one.kind() != ObjectKind.ENDPOINT || removed.size() == 1))
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(serials(before)).containsAll(gone);
    }

    private void step(Edit edit) {
        switch (random.nextInt(8)) {
            case 0 -> edit.add(ObjectKind.LISTENER, Json.obj("name", name(), "spec",
                    Json.obj("protocol", "TCP", "port", 1), "rules", rules()));
            case 1 -> edit.add(ObjectKind.CLUSTER, cluster());
            case 2 -> edit.add(ObjectKind.RULE_LIST, Json.obj("name", name(), "rules", rules()));
            case 3 -> edit.addRule(name(), String.valueOf(random.nextInt(3)), rule());
            case 4 -> edit.deleteRuleAt(name(), random.nextBoolean() ? "0" : name(), random.nextBoolean());
            case 5 -> edit.addEndpoint(name(), Json.obj("spec", Json.obj("address", "a")));
            default -> edit.delete(ObjectKind.values()[random.nextInt(6)], name(), random.nextBoolean());
        }
    }

    private String name() {
        return List.of("a", "b", "c", "d", "e").get(random.nextInt(5));
    }

    private Json rules() {
        var rules = new ArrayList<Json>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add(rule());
        }
        return Json.of(rules);
    }

    private Json rule() {
        return random.nextInt(3) == 0
                ? Json.of(name())
                : Json.obj("name", name(), "action", Json.obj("route", route()));
    }

    private Json route() {
        return random.nextInt(3) == 0
                ? Json.of(name())
                : Json.obj("name", name(), "destination", cluster(), "ingress",
                        Json.of(List.of(Json.of(name()))));
    }

    private Json.Obj cluster() {
        var endpoint = Json.obj("spec", Json.obj("address", "a"));
        return Json.obj("name", name(), "spec", Json.obj("protocol", "UDP", "port", 1), "endpoints",
                Json.of(List.of(
                        random.nextBoolean() ? endpoint : endpoint.with("name", Json.of(name())))));
    }

    private static List<String> endpoints(Tree tree) {
        return tree.clusters().values().stream().flatMap(cluster -> cluster.endpoints().stream())
                .map(EndpointConfig::name).toList();
    }

    private static List<Long> serials(Tree tree) {
        return new ArrayList<>(Stream.of(ids(tree.listeners(), ListenerConfig::id), ids(tree.clusters(),
                ClusterConfig::id), ids(tree.ruleLists(), RuleListConfig::id),
                ids(tree.rules(), RuleConfig::id),
                ids(tree.routes(), RouteConfig::id), tree.clusters().values().stream()
                        .flatMap(cluster -> cluster.endpoints().stream()).map(EndpointConfig::id))
                .flatMap(ids -> ids).map(Identity::serial).toList());
    }

    private static <T> Stream<Identity> ids(Map<String, T> objects, Function<T, Identity> id) {
        return objects.values().stream().map(id);
    }
}
