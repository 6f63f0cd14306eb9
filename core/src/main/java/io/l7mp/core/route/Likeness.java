package io.l7mp.core.route;

import io.l7mp.spi.Json;
import java.util.List;
import java.util.Locale;

/**
 * When a value of a session is the same as a literal of a rule: deep, order of members aside, numbers by value, texts with or
 * without regard to case. It is not symmetric: only literals know the old spelling of addresses.
 */
record Likeness(boolean ignoreCase) {
    /** Asks whether the value is like one of the literals. */
    Condition.OfValue anyOf(List<Json> literals) {
        var folded = literals.stream().map(this::fold).toList();
        return (value, _) -> value.isPresent() && isAny(value.get(), folded);
    }

    /** Asks whether the value is an array with an item that is like one of the literals. */
    Condition.OfValue hasAnyOf(List<Json> literals) {
        var folded = literals.stream().map(this::fold).toList();
        return (value, _) -> value.orElse(Json.NULL) instanceof Json.Arr array
                && array.items().stream().anyMatch(item -> isAny(item, folded));
    }

    private boolean isAny(Json value, List<Json> folded) {
        for (var literal : folded) {
            if (same(value, literal)) {
                return true;
            }
        }
        return false;
    }

    /** Lowers the case of all texts of a literal, once, where case does not count. */
    Json fold(Json literal) {
        return switch (literal) {
            case Json.Text(var text) -> Json.of(fold(text));
            case Json.Arr(var items) -> Json.of(items.stream().map(this::fold).toList());
            case Json.Obj(var members) -> {
                var folded = Json.EMPTY;
                for (var member : members.entrySet()) {
                    folded = folded.with(member.getKey(), fold(member.getValue()));
                }
                yield folded;
            }
            case Json.Num _,Json.Bool _,Json.Null _ -> literal;
        };
    }

    String fold(String text) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /**
     * Compares.
     *
     * @param literal already folded
     */
    boolean same(Json value, Json literal) {
        return switch (literal) {
            case Json.Text(var wanted) -> value instanceof Json.Text(var text) && same(fold(text), wanted);
            case Json.Num wanted -> value instanceof Json.Num number && compare(number, wanted) == 0;
            case Json.Arr(var wanted) -> value instanceof Json.Arr(var items) && same(items, wanted);
            case Json.Obj wanted -> value instanceof Json.Obj object && same(object, wanted);
            case Json.Bool _,Json.Null _ -> literal.equals(value);
        };
    }

    private static boolean same(String text, String wanted) {
        return text.equals(wanted)
                || (MappedAddress.in(wanted) && MappedAddress.of(text).filter(wanted::equals).isPresent());
    }

    private boolean same(List<Json> items, List<Json> wanted) {
        if (items.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (!same(items.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean same(Json.Obj object, Json.Obj wanted) {
        return object.members().size() == wanted.members().size()
                && wanted.members().entrySet().stream().allMatch(member -> object.get(member.getKey())
                        .filter(value -> same(value, member.getValue())).isPresent());
    }

    /** {@return -1, 0 or 1 as the first is smaller, equal or greater by value, whatever the two are stored as} */
    static int compare(Json.Num first, Json.Num second) {
        return first.isWhole() && second.isWhole()
                ? Long.compare(first.value().longValue(), second.value().longValue())
                : Integer.signum(Double.compare(first.real() + 0.0, second.real() + 0.0));
    }
}
