package io.l7mp.config;

import io.l7mp.spi.Json;
import io.l7mp.spi.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds rules, with the routes written in them. */
final class Rules {
    private static final String INVALID = ObjectKind.RULE.adding() + "Property rewrite is invalid";

    private final Draft draft;
    private final Findings findings;
    private final Routes routes;

    Rules(Draft draft, Findings findings, Routes routes) {
        this.draft = draft;
        this.findings = findings;
        this.routes = routes;
    }

    /** {@return the name of the rule} */
    String add(Json value, Place place) {
        var fields = new Fields(value, ObjectKind.RULE, place.path(), findings);
        var id = draft.identify(fields, place);
        var match = match(fields);
        var given = fields.requireObject("action").orElse(Json.EMPTY);
        fields.end();

        var action = new Fields(given, ObjectKind.RULE, fields.path("action"), findings);
        var members = new LinkedHashMap<String, Json>();
        var rewrites = rewrites(action, members);
        var apply = action.text("apply");
        var route = route(action, id);
        action.end();
        if (!apply.isEmpty()) {
            members.put("apply", Json.of(apply));
        }
        if (!route.isEmpty()) {
            members.put("route", Json.of(route));
        }
        draft.rules.putIfAbsent(id.name(),
                new RuleConfig(id, match, rewrites, route, apply, new Json.Obj(members)));
        return id.name();
    }

    private static Json match(Fields fields) {
        return switch (fields.take("match").orElse(RuleConfig.ALWAYS)) {
            case Json.Text _ -> RuleConfig.ALWAYS;
            case Json.Obj predicate -> predicate;
            case Json other -> {
                fields.invalid("match", other, "a predicate");
                yield RuleConfig.ALWAYS;
            }
        };
    }

    private String route(Fields action, Identity id) {
        return switch (action.take("route", "routeRef").orElse(Json.of(""))) {
            case Json.Text(String name) -> name;
            case Json.Obj inner -> routes.add(inner,
                    Place.inside(id, action.path("route"), id.name() + "-Route"));
            case Json other -> {
                action.refuse("Cannot add rule: Invalid route", "route", other, "a route or the name of one");
                yield "";
            }
        };
    }

    private static List<RuleConfig.Rewrite> rewrites(Fields action, Map<String, Json> members) {
        var list = new ArrayList<RuleConfig.Rewrite>();
        var shown = new ArrayList<Json>();
        var given = action.list("rewrite");
        var items = given.map(Json.Arr::items).orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var where = "rewrite[" + i + "]";
            var rewrite = rewrite(item);
            if (rewrite.isEmpty()) {
                action.refuse(INVALID, where, item, "an object with path and value");
            }
            rewrite.filter(known -> Path.of(known.path()).segments().size() > JsonCodec.DEEPEST)
                    .ifPresent(bad -> action.refuse(INVALID, where + ".path", Json.of(bad.path()),
                            "at most " + JsonCodec.DEEPEST + " segments"));
            rewrite.filter(Rules::losesTheDocument).ifPresent(bad -> action.refuse(INVALID, where + ".value",
                    bad.value(), "an object, for it replaces the whole document"));
            rewrite.ifPresent(list::add);
            rewrite.map(known -> shown(item, known)).ifPresent(shown::add);
        }
        given.ifPresent(_ -> members.put("rewrite", Json.of(shown)));
        return list;
    }

    private static Optional<RuleConfig.Rewrite> rewrite(Json item) {
        return item instanceof Json.Obj entry
                && entry.get("path").orElse(Json.NULL) instanceof Json.Text(String path)
                        ? entry.get("value").or(() -> entry.get("valueStr"))
                                .map(value -> new RuleConfig.Rewrite(path, value))
                        : Optional.empty();
    }

    private static boolean losesTheDocument(RuleConfig.Rewrite rewrite) {
        return Path.of(rewrite.path()).segments().isEmpty() && !(rewrite.value() instanceof Json.Obj);
    }

    /** {@return the entry word for word, unless it is in the other notation} */
    private static Json shown(Json item, RuleConfig.Rewrite rewrite) {
        return item instanceof Json.Obj entry && entry.get("value").isPresent()
                ? entry
                : Json.obj("path", rewrite.path(), "value", rewrite.value());
    }
}
