package io.l7mp.core.route;

import io.l7mp.spi.Json;
import io.l7mp.spi.Path;
import java.util.Optional;

/** A compiled predicate. Never throws, whatever the metadata holds; read by all loops. */
@FunctionalInterface
interface Condition {
    /** What a predicate is that nobody can make sense of. */
    Condition NEVER = _ -> false;

    Condition ALWAYS = _ -> true;

    boolean holds(Decision decision);

    /** A question about the value at some place; a place with nothing is an answer too. */
    @FunctionalInterface
    interface OfValue {
        boolean holds(Optional<Json> value, Decision decision);

        default Condition at(Path place) {
            return decision -> holds(decision.get(place), decision);
        }
    }
}
