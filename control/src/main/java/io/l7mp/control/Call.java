package io.l7mp.control;

import io.l7mp.config.Problem;
import io.l7mp.spi.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a known operation.
 *
 * @param places what stands in the path where the operation has names in braces, by those names
 * @param query parameters
 * @param body as it was sent, wrapper and all; null where the operation takes none
 */
record Call(Map<String, String> places, Map<String, String> query, Json body) {
    private static final String DRY_RUN = "dryRun";

    Call {
        places = Map.copyOf(places);
        query = Map.copyOf(query);
    }

    String name() {
        return place("name");
    }

    String position() {
        return place("position");
    }

    private String place(String name) {
        var value = places.get(name);
        if (value == null) {
            throw new IllegalStateException("the operation has no {" + name + "}");
        }
        return value;
    }

    boolean recursive() {
        return "true".equals(query.get("recursive"));
    }

    /** {@return whether the change is only to be foretold; call it when nothing is {@link #misread}} */
    boolean dryRun() {
        return "true".equals(query.get(DRY_RUN));
    }

    /** {@return what to answer if nobody can be sure whether the change is meant, as a wrong guess would make it} */
    Optional<Answer> misread() {
        var word = query.getOrDefault(DRY_RUN, "false");
        return word.equals("true") || word.equals("false")
                ? Optional.empty()
                : Optional.of(Answer.refused(List.of(new Problem("Parameter dryRun is neither true nor false",
                        DRY_RUN, word, "true or false"))));
    }

    /** {@return the object inside the body's wrapper; null where there is none of that key} */
    Json wrapped(String key) {
        return body instanceof Json.Obj wrapper ? wrapper.get(key).orElse(Json.NULL) : Json.NULL;
    }
}
