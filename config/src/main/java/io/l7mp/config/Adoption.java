package io.l7mp.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Makes the objects of a configuration that replaces another one the old objects, where they are the same: of the same name, and of
 * the same protocol and settings where sockets and connectors hang on it. What is the same object keeps all it has open.
 */
final class Adoption {
    private final Tree old;
    private final Tree fresh;

    /** From the serials that the new objects were given to those of the old objects that they are. */
    private final Map<Long, Long> serials = new HashMap<>();

    Adoption(Tree old, Tree fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    /** {@return the new tree, with the identities of the old one wherever an object is the same} */
    Tree tree() {
        pair(old.listeners(), fresh.listeners(), ListenerConfig::id,
                (a, b) -> a.protocol().equals(b.protocol()) && a.settings().equals(b.settings()));
        pair(old.clusters(), fresh.clusters(), ClusterConfig::id,
                (a, b) -> a.protocol().equals(b.protocol()) && a.settings().equals(b.settings()));
        pair(old.ruleLists(), fresh.ruleLists(), RuleListConfig::id, (_, _) -> true);
        pair(old.rules(), fresh.rules(), RuleConfig::id, (_, _) -> true);
        pair(old.routes(), fresh.routes(), RouteConfig::id, (_, _) -> true);
        fresh.clusters().values().forEach(this::pairEndpoints);
        return new Tree(fresh.admin(), adopted(fresh.listeners(), ListenerConfig::id, ListenerConfig::as),
                adopted(fresh.clusters(), ClusterConfig::id, this::cluster),
                adopted(fresh.ruleLists(), RuleListConfig::id, RuleListConfig::as),
                adopted(fresh.rules(), RuleConfig::id, RuleConfig::as),
                adopted(fresh.routes(), RouteConfig::id, RouteConfig::as), fresh.counters());
    }

    private <T> void pair(Map<String, T> before, Map<String, T> now, Function<T, Identity> id,
            BiPredicate<T, T> same) {
        now.forEach((name, object) -> {
            var there = before.get(name);
            if (there != null && same.test(there, object)) {
                serials.put(id.apply(object).serial(), id.apply(there).serial());
            }
        });
    }

    /** An endpoint is the same as long as it leads to the same place in the same cluster. */
    private void pairEndpoints(ClusterConfig cluster) {
        var before = old.clusters().get(cluster.name());
        if (before == null || !serials.containsKey(cluster.id().serial())) {
            return;
        }
        pair(byName(before), byName(cluster), EndpointConfig::id,
                (a, b) -> a.endpoint().address().equals(b.endpoint().address())
                        && a.endpoint().port() == b.endpoint().port());
    }

    private static Map<String, EndpointConfig> byName(ClusterConfig cluster) {
        var endpoints = new LinkedHashMap<String, EndpointConfig>();
        cluster.endpoints().forEach(endpoint -> endpoints.put(endpoint.name(), endpoint));
        return endpoints;
    }

    private <T> SequencedMap<String, T> adopted(Map<String, T> objects, Function<T, Identity> id,
            BiFunction<T, Identity, T> as) {
        var all = new LinkedHashMap<String, T>();
        objects.forEach((name, object) -> all.put(name, as.apply(object, adopted(id.apply(object)))));
        return all;
    }

    private ClusterConfig cluster(ClusterConfig cluster, Identity id) {
        var endpoints = cluster.endpoints().stream().map(endpoint -> endpoint.as(adopted(endpoint.id())))
                .toList();
        return cluster.as(id).with(endpoints);
    }

    private Identity adopted(Identity id) {
        return new Identity(id.name(), serials.getOrDefault(id.serial(), id.serial()),
                serials.getOrDefault(id.embedder(), id.embedder()));
    }
}
