package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The tree that an edit will make. One thread; thrown away if anything is wrong. */
final class Draft {
    AdminConfig admin;
    final SequencedMap<String, ListenerConfig> listeners;
    final SequencedMap<String, ClusterConfig> clusters;
    final SequencedMap<String, RuleListConfig> ruleLists;
    final SequencedMap<String, RuleConfig> rules;
    final SequencedMap<String, RouteConfig> routes;

    /** Endpoints' names to their clusters'. */
    final Map<String, String> endpoints = new HashMap<>();

    private long serial;
    private final Map<ObjectKind, Integer> counters = new EnumMap<>(ObjectKind.class);

    Draft(Tree base) {
        admin = base.admin();
        listeners = new LinkedHashMap<>(base.listeners());
        clusters = new LinkedHashMap<>(base.clusters());
        ruleLists = new LinkedHashMap<>(base.ruleLists());
        rules = new LinkedHashMap<>(base.rules());
        routes = new LinkedHashMap<>(base.routes());
        serial = base.counters().serial();
        counters.putAll(base.counters().names());
        clusters.values().forEach(cluster -> cluster.endpoints()
                .forEach(endpoint -> endpoints.put(endpoint.name(), cluster.name())));
    }

    /** Forgets everything, as if nothing had ever been configured; only serials go on. */
    void clear() {
        admin = AdminConfig.DEFAULT;
        listeners.clear();
        clusters.clear();
        ruleLists.clear();
        rules.clear();
        routes.clear();
        endpoints.clear();
        counters.clear();
    }

    Tree tree() {
        return new Tree(admin, listeners, clusters, ruleLists, rules, routes,
                new Tree.Counters(serial, counters));
    }

    /** {@return who the object is: by its given name, or by a new one where it needs none} */
    Identity identify(Fields fields, Place place) {
        return new Identity(name(fields, place), serial++, place.embedder());
    }

    private String name(Fields fields, Place place) {
        var given = fields.take("name");
        if (given.isEmpty()) {
            if (place.stem().isEmpty()) {
                fields.missing("name", "name", "text without white space");
            }
            return generate(fields.kind(), place.stem());
        }
        if (!(given.get() instanceof Json.Text text) || !Names.isName(text.value())) {
            fields.invalid("name", given.get(), Names.EXPECTED);
            return generate(fields.kind(), place.stem());
        }
        if (of(fields.kind()).containsKey(text.value())) {
            fields.refuse(
                    fields.kind().adding() + fields.kind().title() + " \"" + text.value()
                            + "\" already defined",
                    "name", text, "a name that is free");
        }
        return text.value();
    }

    private String generate(ObjectKind kind, String stem) {
        int number = counters.merge(kind, 1, Integer::sum) - 1;
        var candidate = stem + "-" + number;
        var name = candidate;
        for (int i = 1; of(kind).containsKey(name); i++) {
            name = candidate + "_" + i;
        }
        return name;
    }

    private Map<String, ?> of(ObjectKind kind) {
        return switch (kind) {
            case LISTENER -> listeners;
            case CLUSTER -> clusters;
            case ENDPOINT -> endpoints;
            case RULE_LIST -> ruleLists;
            case RULE -> rules;
            case ROUTE -> routes;
        };
    }
}
