package io.l7mp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is different between two trees, for those who bind and connect.
 *
 * @param listeners the difference in listeners
 * @param clusters the difference in clusters
 */
public record Changes(Part<ListenerConfig> listeners, Part<ClusterConfig> clusters) {
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
        return new Changes(part(old.listeners(), next.listeners(), ListenerConfig::id),
                part(old.clusters(), next.clusters(), ClusterConfig::id));
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
