package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;

/** Adds rule lists, with the rules written in them, and rules to lists that are there. */
final class RuleLists {
    private final Draft draft;
    private final Findings findings;
    private final Rules rules;

    RuleLists(Draft draft, Findings findings, Rules rules) {
        this.draft = draft;
        this.findings = findings;
        this.rules = rules;
    }

    /** Adds a list by itself. */
    void add(Json value, Place place) {
        var fields = new Fields(value, ObjectKind.RULE_LIST, place.path(), findings);
        var id = draft.identify(fields, place);
        fields.require("a list of rules", "rules");
        var items = fields.list("rules").map(Json.Arr::items).orElse(List.of());
        fields.end();
        put(fields, id, items, fields.path("rules"));
    }

    /** {@return the name of a list that a listener holds} */
    String embed(Json.Arr items, Place place) {
        var fields = new Fields(Json.EMPTY, ObjectKind.RULE_LIST, place.path(), findings);
        var id = draft.identify(fields, place);
        put(fields, id, items.items(), place.path());
        return id.name();
    }

    private void put(Fields fields, Identity id, List<Json> items, String path) {
        var names = new ArrayList<String>();
        for (int i = 0; i < items.size(); i++) {
            switch (items.get(i)) {
                case Json.Text(String name) when !name.isEmpty() -> names.add(name);
                case Json.Obj rule -> names.add(rules.add(rule, inside(id, path + "[" + i + "]")));
                case Json other -> findings.problem(fields.kind().adding() + "Property rules is invalid",
                        path + "[" + i + "]", other, "a rule or the name of one");
            }
        }
        draft.ruleLists.putIfAbsent(id.name(), new RuleListConfig(id, names));
    }

    private static Place inside(Identity list, String path) {
        return Place.inside(list, path, list.name() + "-Rule");
    }

    /** Inserts a rule before that position of a list. */
    void insert(String ruleList, String position, Json value) {
        var list = draft.ruleLists.get(ruleList);
        if (list == null) {
            findings.problem("Bad Request: No such rule list: " + ruleList, "", Json.of(ruleList),
                    "the name of a rule list");
            return;
        }
        int index = position(position);
        if (index < 0 || index > list.rules().size()) {
            findings.problem("Cannot insert rule at position " + position + " into rulelist", "position",
                    Json.of(position), "0.." + list.rules().size());
        }
        var name = switch (value) {
            case Json.Text(String given) when !given.isEmpty() -> given;
            case Json.Obj rule -> rules.add(rule, inside(list.id(), ObjectKind.RULE.key()));
            case Json other -> {
                findings.problem("Cannot add rule to rulelist: Invalid rule", ObjectKind.RULE.key(), other,
                        "a rule or the name of one");
                yield "";
            }
        };
        var names = new ArrayList<>(list.rules());
        names.add(Math.clamp(index, 0, names.size()), name);
        draft.ruleLists.replace(ruleList, list.with(names));
    }

    /** {@return the position that a text is, as we would write it, without sign or leading zeros; -1 if it is none} */
    static int position(String text) {
        return text.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
    }
}
