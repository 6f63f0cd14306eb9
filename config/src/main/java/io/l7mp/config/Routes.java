package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;

/** Adds routes, with the clusters written in them. */
final class Routes {
    private final Draft draft;
    private final Findings findings;
    private final Clusters clusters;

    Routes(Draft draft, Findings findings, Clusters clusters) {
        this.draft = draft;
        this.findings = findings;
        this.clusters = clusters;
    }

    /** {@return the name of the route} */
    String add(Json value, Place place) {
        var fields = new Fields(value, ObjectKind.ROUTE, place.path(), findings);
        var id = draft.identify(fields, place);
        var destination = destination(fields, id);
        var ingress = chain(fields, id, "ingress");
        var egress = chain(fields, id, "egress");
        var retry = retry(fields);
        fields.end();
        draft.routes.putIfAbsent(id.name(), new RouteConfig(id, destination, ingress, egress, retry));
        return id.name();
    }

    private String destination(Fields fields, Identity id) {
        var given = fields.take("destination", "cluster", "destinationRef").orElse(Json.NULL);
        return switch (given) {
            case Json.Text(String name) when !name.isEmpty() -> name;
            case Json.Obj inner -> clusters.add(inner,
                    Place.inside(id, fields.path("destination"), id.name() + "-Cluster"));
            default -> {
                fields.refuse("Cannot add route: Invalid destination", "destination",
                        given.equals(Json.NULL) ? Json.of(Problem.MISSING) : given,
                        "a cluster or the name of one");
                yield "";
            }
        };
    }

    private List<String> chain(Fields fields, Identity id, String side) {
        var names = new ArrayList<String>();
        var stages = fields.list(side).map(Json.Arr::items).orElse(List.of());
        for (int i = 0; i < stages.size(); i++) {
            var where = side + "[" + i + "]";
            switch (unwrapped(stages.get(i))) {
                case Json.Text(String name) when !name.isEmpty() -> names.add(name);
                case Json.Obj inner -> names.add(clusters.add(inner,
                        Place.inside(id, fields.path(where), id.name() + "-" + side + "-Cluster")));
                default -> fields.refuse("Cannot add route: Invalid cluster", where, stages.get(i),
                        "a cluster or the name of one");
            }
        }
        return names;
    }

    /** The other notation puts each stage into an object with a single key. */
    private static Json unwrapped(Json stage) {
        return stage instanceof Json.Obj object && object.get("spec").isEmpty()
                ? object.get("cluster").or(() -> object.get("clusterRef")).orElse(stage)
                : stage;
    }

    private static RetryConfig retry(Fields fields) {
        var given = fields.object("retry").orElse(Json.EMPTY);
        return switch (Decoder.attempt(RetryConfig.class, given, key -> fields.unknown("retry." + key))) {
            case Decoder.Decoded.Good<RetryConfig>(var retry) -> retry;
            case Decoder.Decoded.Bad<RetryConfig>(var faults) -> {
                fields.faults("retry", faults);
                yield RetryConfig.DEFAULT;
            }
        };
    }
}
