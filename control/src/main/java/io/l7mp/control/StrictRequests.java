package io.l7mp.control;

import io.l7mp.config.schema.Catalogue;
import io.l7mp.config.schema.Shape;
import io.l7mp.config.schema.Violation;
import io.l7mp.core.change.Office;
import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Strict mode: what is asked is held against the shapes before its handler sees it. On or off as the configuration says at that
 * moment, so that nothing of it is touched where nobody wants it. On virtual threads.
 */
final class StrictRequests {
    private static final String REFUSED = "Unprocessable Entity: Input JSON schema validation failed";

    private final Office office;
    /** Made by whoever needs it first; made twice at worst. */
    private volatile @Nullable Catalogue catalogue;

    StrictRequests(Office office) {
        this.office = office;
    }

    /** {@return the same operation, refusing in strict mode what is not as its sheet says} */
    Operation guard(Operation operation) {
        return operation.with((call, done) -> {
            var refusal = office.tree().admin().strict()
                    ? check(operation, call.places(), call.query(), call.body())
                    : Optional.<Answer>empty();
            refusal.ifPresentOrElse(done, () -> operation.handler().handle(call, done));
        });
    }

    /** {@return what to answer if anything is not as it should be} */
    Optional<Answer> check(Operation operation, Map<String, String> places, Map<String, String> query,
            Json body) {
        var shapes = catalogue();
        var wrong = new ArrayList<Violation>();
        wrong.addAll(shapes.parameters(operation.placesShape(), places, ".path"));
        wrong.addAll(shapes.parameters(operation.sheet().parameters(), query, ".query"));
        if (operation.takesBody()) {
            wrong.addAll(shapes.violations(new Shape.Named(operation.sheet().body()), body, ".requestBody"));
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answer.Failure(422, REFUSED,
                        Json.of(wrong.stream().map(Violation::json).toList()), List.of()));
    }

    private Catalogue catalogue() {
        var known = catalogue;
        if (known == null) {
            known = new Catalogue(office.types());
            catalogue = known;
        }
        return known;
    }
}
