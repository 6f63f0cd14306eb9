package io.l7mp.core.route;

import io.l7mp.spi.Json;
import io.l7mp.spi.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns a predicate as it was written into a {@link Condition}: the language of {@code spec/proxy.md}, section 5.2. What is no
 * predicate is compiled too, into one that is false, because the API never refuses a match.
 */
final class PredicateCompiler {
    private static final Json MATCH_ALL = Json.of("*");

    private PredicateCompiler() {}

    /** Compiles a rule's match: any text, and {@code {match: "*"}}, stand for all sessions. */
    static Condition match(Json match) {
        return switch (match) {
            case Json.Text _ -> Condition.ALWAYS;
            case Json.Obj object when object.get("match").filter(MATCH_ALL::equals).isPresent() ->
                Condition.ALWAYS;
            default -> predicate(match, PredicatePath.ROOT);
        };
    }

    private static Condition predicate(Json written, Path root) {
        if (!(written instanceof Json.Obj object)
                || !(object.get("op").orElse(Json.NULL) instanceof Json.Text op)) {
            return Condition.NEVER;
        }
        return switch (op.value()) {
            case "and", "or", "not" -> ofOthers(op.value(), object, root);
            default -> ofValue(op.value(), object)
                    .flatMap(question -> path(object)
                            .map(path -> question.at(PredicatePath.below(root, path))))
                    .orElse(Condition.NEVER);
        };
    }

    private static Optional<String> path(Json.Obj object) {
        return object.get("path").filter(Json.Text.class::isInstance).map(path -> ((Json.Text) path).value())
                .filter(path -> !path.isEmpty());
    }

    private static Condition ofOthers(String op, Json.Obj object, Path root) {
        if (!(object.get("apply").orElse(Json.NULL) instanceof Json.Arr apply)) {
            return Condition.NEVER;
        }
        var written = object.get("path").orElse(Json.of(""));
        if (!(written instanceof Json.Text) && truthy(written)) {
            return Condition.NEVER;
        }
        var inner = path(object).map(path -> PredicatePath.below(root, path)).orElse(root);
        var conditions = apply.items().stream().map(item -> predicate(item, inner)).toArray(Condition[]::new);
        return switch (op) {
            case "and" -> decision -> count(conditions, decision, false) == conditions.length;
            case "or" -> conditions.length == 0 ? Condition.ALWAYS : decision -> any(conditions, decision);
            default -> decision -> !any(conditions, decision);
        };
    }

    private static int count(Condition[] conditions, Decision decision, boolean stopAt) {
        int i = 0;
        while (i < conditions.length && conditions[i].holds(decision) != stopAt) {
            i++;
        }
        return i;
    }

    private static boolean any(Condition[] conditions, Decision decision) {
        return count(conditions, decision, true) < conditions.length;
    }

    private static Optional<Condition.OfValue> ofValue(String op, Json.Obj object) {
        if (op.equals("defined")) {
            return Optional.of((value, _) -> value.isPresent());
        }
        if (op.equals("undefined")) {
            return Optional.of((value, _) -> value.isEmpty());
        }
        boolean ignoreCase = object.get("ignore_case").filter(PredicateCompiler::truthy).isPresent();
        return object.get("value").flatMap(value -> comparison(op, value, new Likeness(ignoreCase)));
    }

    private static Optional<Condition.OfValue> comparison(String op, Json literal, Likeness like) {
        return switch (op) {
            case "test" -> Optional.of(like.anyOf(List.of(literal)));
            case "in" ->
                literal instanceof Json.Arr list ? Optional.of(like.anyOf(list.items())) : Optional.empty();
            case "contained" -> Optional.of(like.hasAnyOf(List.of(literal)));
            case "intersects" ->
                literal instanceof Json.Arr list
                        ? Optional.of(like.hasAnyOf(list.items()))
                        : Optional.empty();
            case "contains", "starts", "ends" ->
                Optional.of(Part.valueOf(op.toUpperCase(Locale.ROOT)).of(literal, like));
            case "less", "more" -> literal instanceof Json.Num number
                    ? Optional.of(order(number, op.equals("less") ? -1 : 1))
                    : Optional.empty();
            case "matches" -> literal instanceof Json.Text source
                    ? Regex.of(source.value(), like.ignoreCase()).map(regex -> matches(regex, source.value()))
                    : Optional.empty();
            case "type" -> literal instanceof Json.Text name
                    ? Optional.of(ValueType.test(name.value()))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Condition.OfValue order(Json.Num literal, int sign) {
        return (value, _) -> value.orElse(Json.NULL) instanceof Json.Num number
                && Likeness.compare(number, literal) == sign;
    }

    private static Condition.OfValue matches(Regex regex, String source) {
        boolean mapped = MappedAddress.in(source);
        return (value, decision) -> value.orElse(Json.NULL) instanceof Json.Text text
                && (decision.finds(regex, text.value())
                        || (mapped && MappedAddress.of(text.value())
                                .filter(old -> decision.finds(regex, old)).isPresent()));
    }

    /** {@return whether JavaScript would take the value for true} */
    private static boolean truthy(Json value) {
        return switch (value) {
            case Json.Bool(boolean truth) -> truth;
            case Json.Text(var text) -> !text.isEmpty();
            case Json.Num number -> number.real() != 0;
            case Json.Null _ -> false;
            case Json.Obj _,Json.Arr _ -> true;
        };
    }
}
