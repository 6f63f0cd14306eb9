package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What is different between two trees, for those who bind and connect, and for those who want to know before.
 *
 * @param admin settings of the program that have another value then, by key, with that value
 * @param listeners the difference in listeners
 * @param clusters the difference in clusters; a cluster is changed when its endpoints are others
 * @param ruleLists the difference in rule lists
 * @param rules the difference in rules
 * @param routes the difference in routes
 * @param endpoints the difference in endpoints, in whatever cluster they are
 */
public record Changes(SequencedMap<String, Json> admin, Part<ListenerConfig> listeners,
        Part<ClusterConfig> clusters, Part<RuleListConfig> ruleLists, Part<RuleConfig> rules,
        Part<RouteConfig> routes,
        Part<EndpointConfig> endpoints) {
    /** Copies what could change. */
    public Changes {
        admin = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(admin));
    }

    /**
     * The difference in one kind of objects; an object that was deleted and added again is in both of the first two.
     *
     * @param <T> the kind
     * @param added they were not there
     * @param removed they are gone
     * @param kept they are the same
     * @param changed they are the same, but something in them is new
     */
    public record Part<T>(List<T> added, List<T> removed, List<T> kept, List<T> changed) {
        /** Copies what could change. */
        public Part {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
            kept = List.copyOf(kept);
            changed = List.copyOf(changed);
        }
    }

    /**
     * Compares two trees.
     *
     * @param old what there was
     * @param next what there will be
     * @return the difference
     */
    public static Changes between(Tree old, Tree next) {
        return new Changes(admin(old.admin(), next.admin()),
                part(old.listeners(), next.listeners(), ListenerConfig::id),
                part(old.clusters(), next.clusters(), ClusterConfig::id),
                part(old.ruleLists(), next.ruleLists(), RuleListConfig::id),
                part(old.rules(), next.rules(), RuleConfig::id),
                part(old.routes(), next.routes(), RouteConfig::id),
                part(endpoints(old), endpoints(next), EndpointConfig::id));
    }

    private static SequencedMap<String, Json> admin(AdminConfig old, AdminConfig next) {
        var before = Encoder.encode(old);
        var changed = new LinkedHashMap<>(Encoder.encode(next).members());
        changed.entrySet()
                .removeIf(entry -> before.get(entry.getKey()).equals(Optional.of(entry.getValue())));
        return changed;
    }

    private static Map<String, EndpointConfig> endpoints(Tree tree) {
        var endpoints = new LinkedHashMap<String, EndpointConfig>();
        tree.clusters().values().forEach(cluster -> cluster.endpoints()
                .forEach(endpoint -> endpoints.put(endpoint.name(), endpoint)));
        return endpoints;
    }

    private static <T> Part<T> part(Map<String, T> old, Map<String, T> next, Function<T, Identity> id) {
        var added = new ArrayList<T>();
        var kept = new ArrayList<T>();
        var changed = new ArrayList<T>();
        next.forEach((name, object) -> {
            var before = old.get(name);
            var isSame = before != null && id.apply(before).equals(id.apply(object));
            (!isSame ? added : object.equals(before) ? kept : changed).add(object);
        });
        var removed = old.entrySet().stream().filter(entry -> {
            var after = next.get(entry.getKey());
            return after == null || !id.apply(after).equals(id.apply(entry.getValue()));
        }).map(Map.Entry::getValue).toList();
        return new Part<>(added, removed, kept, changed);
    }
}
