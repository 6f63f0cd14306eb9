package io.l7mp.config.schema;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in a request's path and query. All of it is text, so it is read as the type that it should have. */
final class Parameters {
    private final Catalogue catalogue;
    private final Shape.Struct declared;

    Parameters(Catalogue catalogue, Shape.Struct declared) {
        this.catalogue = catalogue;
        this.declared = declared;
    }

    List<Violation> violations(Map<String, String> given, Spot at) {
        var violations = new ArrayList<Violation>();
        new TreeMap<>(given).forEach((name, text) -> {
            declared.member(name).ifPresentOrElse(member -> {
                var check = new Check(catalogue, true);
                check.value(member.shape(), read(member.shape(), text), at.member(name, name));
                violations.addAll(check.violations());
            }, () -> violations.add(at.undeclared(name)));
        });
        return violations;
    }

    private static Json read(Shape shape, String text) {
        return switch (shape) {
            case Shape.Truth _ when text.equals("true") || text.equals("false") ->
                Json.of(text.equals("true"));
            case Shape.Whole _ when text.matches("-?[0-9]{1,18}") -> Json.of(Long.parseLong(text));
            default -> Json.of(text);
        };
    }
}
