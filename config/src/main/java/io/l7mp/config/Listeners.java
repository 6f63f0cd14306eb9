package io.l7mp.config;

import io.l7mp.spi.Json;

/** Adds listeners, with the rules written in them. */
final class Listeners {
    private static final Json.Obj UNTRACKED = Json.obj("track", 0);

    private final Draft draft;
    private final Findings findings;
    private final SpecReader specs;
    private final RuleLists ruleLists;

    Listeners(Draft draft, Findings findings, SpecReader specs, RuleLists ruleLists) {
        this.draft = draft;
        this.findings = findings;
        this.specs = specs;
        this.ruleLists = ruleLists;
    }

    /** Adds a listener by itself. */
    void add(Json value, Place place) {
        var fields = new Fields(value, ObjectKind.LISTENER, place.path(), findings);
        var id = draft.identify(fields, place);
        var spec = specs.read(fields);
        var given = fields.object("options").orElse(UNTRACKED);
        var options = options(fields, given);
        var rules = rules(fields, id);
        fields.end();
        spec.ifPresent(known -> draft.listeners.putIfAbsent(id.name(),
                new ListenerConfig(id, known.protocol(), known.flat(), known.settings(), rules, options,
                        given)));
    }

    private String rules(Fields fields, Identity id) {
        var given = fields.require("rules or the name of a rule list", "rules", "rulesRef");
        return switch (given.orElse(Json.NULL)) {
            case Json.Text(String name) when !name.isEmpty() -> name;
            case Json.Arr items -> ruleLists.embed(items,
                    Place.inside(id, fields.path("rules"), id.name() + "-RuleList"));
            case Json.Null _ -> "";
            case Json other -> {
                fields.invalid("rules", other, "rules or the name of a rule list");
                yield "";
            }
        };
    }

    private static ListenerOptions options(Fields fields, Json.Obj given) {
        return switch (Decoder.attempt(ListenerOptions.class, given,
                key -> fields.unknown("options." + key))) {
            case Decoder.Decoded.Good<ListenerOptions>(var options) -> options;
            case Decoder.Decoded.Bad<ListenerOptions>(var faults) -> {
                fields.faults("options", faults);
                yield ListenerOptions.DEFAULT;
            }
        };
    }
}
