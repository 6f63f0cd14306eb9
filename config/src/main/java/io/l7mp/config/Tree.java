package io.l7mp.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One version of the whole configuration: every object by name, in the order of creation. Immutable; references between objects
 * are names and need not lead anywhere.
 *
 * @param admin what concerns the whole program
 * @param listeners by name
 * @param clusters by name
 * @param ruleLists by name
 * @param rules by name
 * @param routes by name
 * @param counters next number of generated names, and of serials
 */
public record Tree(AdminConfig admin, SequencedMap<String, ListenerConfig> listeners,
        SequencedMap<String, ClusterConfig> clusters, SequencedMap<String, RuleListConfig> ruleLists,
        SequencedMap<String, RuleConfig> rules, SequencedMap<String, RouteConfig> routes, Counters counters) {
    /** Nothing is configured. */
    public static final Tree EMPTY = new Tree(AdminConfig.DEFAULT, none(), none(), none(), none(), none(),
            new Counters(1, Map.of()));

    /** Copies what could change. */
    public Tree {
        listeners = copy(listeners);
        clusters = copy(clusters);
        ruleLists = copy(ruleLists);
        rules = copy(rules);
        routes = copy(routes);
    }

    /**
     * Numbers that are never used twice.
     *
     * @param serial the next {@link Identity#serial()}
     * @param names the next number in a generated name, by kind; a configuration that replaces all others begins at 0 again
     */
    public record Counters(long serial, Map<ObjectKind, Integer> names) {
        /** Copies what could change. */
        public Counters {
            names = Map.copyOf(names);
        }
    }

    private static <T> SequencedMap<String, T> none() {
        return new LinkedHashMap<>();
    }

    private static <T> SequencedMap<String, T> copy(SequencedMap<String, T> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    /**
     * Finds an endpoint in whatever cluster it is.
     *
     * @param name the endpoint's name
     * @return the endpoint
     */
    public Optional<EndpointConfig> endpoint(String name) {
        return clusters.values().stream().flatMap(cluster -> cluster.endpoints().stream())
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst();
    }
}
