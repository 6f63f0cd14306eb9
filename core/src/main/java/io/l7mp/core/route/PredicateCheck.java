package io.l7mp.core.route;

import io.l7mp.config.RuleConfig;
import io.l7mp.config.Tree;
import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds predicates that will never hold because nobody can make sense of them: they are accepted, but whoever wrote them wants to know. */
public final class PredicateCheck {
    private static final Set<String> OF_OTHERS = Set.of("and", "or", "not");
    private static final Set<String> OF_PRESENCE = Set.of("defined", "undefined");
    private static final Set<String> COMPARISONS = Set.of("test", "contains", "starts", "ends", "matches",
            "in", "less", "more", "type",
            "contained", "intersects");

    /** They go into the log, and one is enough to make a reader look. */
    private static final int MOST = 20;

    private static final int LONGEST_WORD = 40;

    private final List<String> warnings = new ArrayList<>();

    private PredicateCheck() {}

    /**
     * Looks at the rules that a change brings.
     *
     * @param before what there was
     * @param after what there will be
     * @return what is wrong, each with its place, in the order of the rules; not all of very many
     */
    public static List<String> warnings(Tree before, Tree after) {
        var check = new PredicateCheck();
        for (var rule : after.rules().values()) {
            var known = before.rules().get(rule.name());
            if (known == null || !known.id().equals(rule.id()) || !known.match().equals(rule.match())) {
                check.rule(rule);
            }
        }
        return List.copyOf(check.warnings);
    }

    static List<String> warnings(Json match) {
        var check = new PredicateCheck();
        check.match(match, "match");
        return List.copyOf(check.warnings);
    }

    private void rule(RuleConfig rule) {
        match(rule.match(), "rules." + rule.name() + ".match");
    }

    private void match(Json match, String path) {
        if (!(match instanceof Json.Text) && !match.equals(RuleConfig.ALWAYS) && !isMatchAll(match)) {
            predicate(match, path);
        }
    }

    private static boolean isMatchAll(Json match) {
        return match instanceof Json.Obj object
                && object.get("match").filter(Json.of("*")::equals).isPresent();
    }

    private void predicate(Json written, String path) {
        if (!(written instanceof Json.Obj object)) {
            warn(path, "a predicate is an object");
        } else if (!(object.get("op").orElse(Json.NULL) instanceof Json.Text(var op))) {
            warn(path + ".op", "a predicate has an operator");
        } else if (OF_OTHERS.contains(op)) {
            others(object, path);
        } else if (OF_PRESENCE.contains(op)) {
            place(object, path);
        } else if (COMPARISONS.contains(op)) {
            place(object, path);
            value(op, object, path + ".value");
        } else {
            warn(path + ".op",
                    "unknown operator \"" + op.substring(0, Math.min(op.length(), LONGEST_WORD)) + "\"");
        }
    }

    private void others(Json.Obj object, String path) {
        if (object.get("apply").orElse(Json.NULL) instanceof Json.Arr(var items)) {
            for (int i = 0; i < items.size(); i++) {
                predicate(items.get(i), path + ".apply[" + i + "]");
            }
        } else {
            warn(path + ".apply", "a list of predicates is missing");
        }
    }

    private void place(Json.Obj object, String path) {
        if (!(object.get("path").orElse(Json.NULL) instanceof Json.Text(var place)) || place.isEmpty()) {
            warn(path + ".path", "where to look is missing");
        }
    }

    private void value(String op, Json.Obj object, String path) {
        var value = object.get("value");
        if (value.isEmpty()) {
            warn(path, "what to compare with is missing");
            return;
        }
        switch (op) {
            case "in", "intersects" ->
                expect(value.get() instanceof Json.Arr, path, "\"" + op + "\" takes a list");
            case "less", "more" ->
                expect(value.get() instanceof Json.Num, path, "\"" + op + "\" takes a number");
            case "type" -> expect(value.get() instanceof Json.Text, path, "\"type\" takes the name of one");
            case "matches" -> expect(
                    value.get() instanceof Json.Text(var source) && Regex.of(source, false).isPresent(), path,
                    "no regular expression that can be read");
            default -> {
                // Everything can be compared with.
            }
        }
    }

    private void expect(boolean isWell, String path, String text) {
        if (!isWell) {
            warn(path, text);
        }
    }

    private void warn(String path, String text) {
        if (warnings.size() < MOST) {
            warnings.add(path + ": " + text + "; this predicate is never true");
        }
    }
}
