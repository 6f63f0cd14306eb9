package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Adds clusters, with the endpoints written in them. */
final class Clusters {
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
            var policy = word.map(BalancerConfig::of)
                    .orElseGet(() -> balancer.map(given -> Balancers.read(fields, given))
                            .orElse(BalancerConfig.TRIVIAL));
            var shown = word.isPresent() ? virtual(known) : known.flat();
            var inside = endpoints(fields, id, known.flat(), members);
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

    private List<EndpointConfig> endpoints(Fields fields, Identity id, Json.Obj spec, List<Json> members) {
        var protocol = ((Json.Text) spec.get("protocol").orElseThrow()).value();
        var list = new ArrayList<EndpointConfig>();
        for (int i = 0; i < members.size(); i++) {
            var path = fields.path("endpoints[" + i + "]");
            if (accepts(protocol, path)) {
                var place = Place.inside(id, path, id.name() + "-EndPoint");
                endpoints.read(members.get(i), id.name(), spec, place).ifPresent(list::add);
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
            endpoints.read(value, cluster, known.spec(), place).ifPresent(endpoint -> {
                var list = new ArrayList<>(known.endpoints());
                list.add(endpoint);
                draft.clusters.replace(cluster, known.with(list));
            });
        }
    }
}
