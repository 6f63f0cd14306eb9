package io.l7mp.core.route;

import io.l7mp.spi.Json;
import java.util.List;

/** Which part of a text or an array a predicate looks for its literal in. */
enum Part {
    CONTAINS, STARTS, ENDS;

    /** Asks for a literal: in a text for its characters, in an array for an item that is no array and no object. */
    Condition.OfValue of(Json literal, Likeness like) {
        var wanted = text(literal);
        var folded = like.fold(wanted);
        var item = like.fold(literal);
        boolean scalar = !(literal instanceof Json.Arr || literal instanceof Json.Obj);
        boolean inText = scalar && !(literal instanceof Json.Null);
        boolean mapped = MappedAddress.in(folded);
        return (value, _) -> switch (value.orElse(Json.NULL)) {
            case Json.Text(var text) -> inText && (fits(like.fold(text), folded)
                    || (mapped && MappedAddress.of(text).filter(old -> fits(old, folded)).isPresent()));
            case Json.Arr(var items) -> scalar && fits(items, item, like);
            case Json.Obj _,Json.Num _,Json.Bool _,Json.Null _ -> false;
        };
    }

    /** {@return the literal as text: YAML makes a number of {@code value: 10}, and the reference looked for its digits} */
    private static String text(Json literal) {
        return switch (literal) {
            case Json.Text(var text) -> text;
            case Json.Num number -> number.value().toString();
            case Json.Bool(boolean truth) -> Boolean.toString(truth);
            case Json.Null _,Json.Arr _,Json.Obj _ -> "";
        };
    }

    private boolean fits(String text, String wanted) {
        return switch (this) {
            case CONTAINS -> text.contains(wanted);
            case STARTS -> text.startsWith(wanted);
            case ENDS -> text.endsWith(wanted);
        };
    }

    private boolean fits(List<Json> items, Json wanted, Likeness like) {
        if (items.isEmpty()) {
            return false;
        }
        return switch (this) {
            case CONTAINS -> items.stream().anyMatch(item -> like.same(item, wanted));
            case STARTS -> like.same(items.getFirst(), wanted);
            case ENDS -> like.same(items.getLast(), wanted);
        };
    }
}
