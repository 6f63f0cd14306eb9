package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds clusters, with the endpoints written in them. */
final class Clusters {
    private static final Map<String, String> POLICIES = Map.of("Trivial", "Trivial", "HashRing", "HashRing",
            "ConsistentHash", "HashRing", "None", "None");

    private final Draft draft;
    private final Findings findings;
    private final SpecReader specs;
    private final Endpoints endpoints;

    Clusters(Draft draft, Findings findings, SpecReader specs, Endpoints endpoints) {
        this.draft = draft;
        this.findings = findings;
        this.specs = specs;
        this.endpoints = endpoints;
    }

    /** {@return the name of the cluster} */
    String add(Json value, Place place) {
        var fields = new Fields(value, ObjectKind.CLUSTER, place.path(), findings);
        var id = draft.identify(fields, place);
        var spec = specs.read(fields);
        var balancer = fields.take("loadbalancer");
        var members = fields.list("endpoints").map(Json.Arr::items).orElse(List.of());
        fields.take("options");
        fields.end();
        spec.ifPresent(known -> {
            var word = specs.virtual(known.protocol());
            var policy = word.map(none -> new BalancerConfig(none, ""))
                    .orElseGet(() -> balancer.map(given -> balancer(fields, given))
                            .orElse(BalancerConfig.TRIVIAL));
            var shown = word.isPresent() ? virtual(known) : known.flat();
            var inside = endpoints(fields, id, known.protocol(), members);
            draft.clusters.putIfAbsent(id.name(),
                    new ClusterConfig(id, known.protocol(), shown, known.settings(),
                            inside, policy, word.isPresent()));
        });
        return id.name();
    }

    /** What a cluster without endpoints knows of its settings, all of it; nothing else that was written. */
    private static Json.Obj virtual(SpecReader.Spec spec) {
        var members = new LinkedHashMap<String, Json>();
        members.put("protocol", Json.of(spec.protocol()));
        members.putAll(Encoder.encode(spec.settings()).members());
        return new Json.Obj(members);
    }

    private static BalancerConfig balancer(Fields fields, Json given) {
        if (!(given instanceof Json.Obj settings)) {
            fields.invalid("loadbalancer", given, "an object");
            return BalancerConfig.TRIVIAL;
        }
        var policy = settings.get("policy").orElse(Json.NULL);
        var known = policy instanceof Json.Text(String word) ? POLICIES.get(word) : null;
        if (known == null) {
            fields.refuse("LoadBalancer.create: TODO: Policy "
                    + (policy.equals(Json.NULL)
                            ? "undefined"
                            : "\"" + Excerpt.of(policy) + "\" unimplemented"),
                    "loadbalancer.policy", policy.equals(Json.NULL) ? Json.of(Problem.MISSING) : policy,
                    "Trivial, ConsistentHash, HashRing or None");
            return BalancerConfig.TRIVIAL;
        }
        return switch (settings.get("key").filter(key -> !key.equals(Json.NULL)).orElse(Json.of(""))) {
            case Json.Text(String path) -> new BalancerConfig(known, known.equals("HashRing") ? path : "");
            case Json other -> {
                fields.refuse(fields.kind().adding() + "Property key is invalid", "loadbalancer.key", other,
                        "text");
                yield BalancerConfig.TRIVIAL;
            }
        };
    }

    private List<EndpointConfig> endpoints(Fields fields, Identity id, String protocol, List<Json> members) {
        var list = new ArrayList<EndpointConfig>();
        for (int i = 0; i < members.size(); i++) {
            var path = fields.path("endpoints[" + i + "]");
            if (accepts(protocol, path)) {
                var place = Place.inside(id, path, id.name() + "-EndPoint");
                endpoints.read(members.get(i), id.name(), protocol, place).ifPresent(list::add);
            }
        }
        return list;
    }

    private boolean accepts(String protocol, String path) {
        if (specs.virtual(protocol).isEmpty()) {
            return true;
        }
        findings.problem("Adding an endpoint to a cluster of type \"" + protocol + "\" is not supported",
                path,
                Json.of("an endpoint"), "none");
        return false;
    }

    /** Adds one endpoint to a cluster that is there. */
    void addEndpoint(String cluster, Json value) {
        var path = ObjectKind.ENDPOINT.key();
        var known = draft.clusters.get(cluster);
        if (known == null) {
            findings.problem("Not Found: No such cluster: " + cluster, "", Json.of(cluster),
                    "the name of a cluster");
            return;
        }
        if (accepts(known.protocol(), path)) {
            var place = new Place(path, 0, cluster + "-EndPoint");
            endpoints.read(value, cluster, known.protocol(), place).ifPresent(endpoint -> {
                var list = new ArrayList<>(known.endpoints());
                list.add(endpoint);
                draft.clusters.replace(cluster, known.with(list));
            });
        }
    }
}
