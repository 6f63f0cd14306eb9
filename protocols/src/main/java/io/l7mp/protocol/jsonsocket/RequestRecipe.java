package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.List;
import java.util.Optional;

/** How a cluster makes its request headers: of a session's metadata and of constants, step by step. Any thread. */
record RequestRecipe(List<Step> steps) {
    RequestRecipe {
        steps = List.copyOf(steps);
    }

    /** One entry of the settings. */
    sealed interface Step {
        /** Copies a value of the session's metadata, if something is there. */
        record Copy(Path from, Path to) implements Step {}

        /** Puts a constant. */
        record Constant(Path key, Json value) implements Step {}

        /** Nobody knows what it means: no session gets anywhere with it. */
        record Unknown(Json entry) implements Step {}
    }

    /** Reads the entries. */
    static RequestRecipe of(List<Json> entries) {
        return new RequestRecipe(entries.stream().map(RequestRecipe::step).toList());
    }

    private static Step step(Json entry) {
        if (entry instanceof Json.Obj object) {
            var path = object.get("path").orElse(Json.NULL);
            if (path instanceof Json.Text(var from)) {
                return new Step.Copy(Path.of(from), Path.of("/"));
            }
            if (path instanceof Json.Obj copy
                    && copy.get("from").orElse(Json.NULL) instanceof Json.Text(var from)
                    && copy.get("to").orElse(Json.of("/")) instanceof Json.Text(var to)) {
                return new Step.Copy(Path.of(from), Path.of(to));
            }
            if (object.get("set").orElse(Json.NULL) instanceof Json.Obj set
                    && set.get("key").orElse(Json.NULL) instanceof Json.Text(var key)
                    && set.get("value").isPresent()) {
                return new Step.Constant(Path.of(key), set.get("value").get());
            }
        }
        return new Step.Unknown(entry);
    }

    /** {@return the first entry that means nothing, if there is one} */
    Optional<Json> unknown() {
        return steps.stream().filter(Step.Unknown.class::isInstance)
                .map(step -> ((Step.Unknown) step).entry())
                .findFirst();
    }

    /**
     * Makes a header; an entry that means nothing adds nothing.
     *
     * @throws ConfigException if a path cannot be written
     */
    Json header(Metadata session) {
        Json header = Json.EMPTY;
        for (var step : steps) {
            header = switch (step) {
                case Step.Copy(var from, var to) -> copy(header, session, from, to);
                case Step.Constant(var key, var value) -> key.set(header, value);
                case Step.Unknown _ -> header;
            };
        }
        return Words.AT_VERSION.set(header, Words.OURS);
    }

    private static Json copy(Json header, Metadata session, Path from, Path to) {
        var found = session.get(from).filter(RequestRecipe::isSomething);
        return found.isPresent() ? to.set(header, found.get()) : header;
    }

    /** {@return whether a value counts as being there: what is false, zero or empty text does not} */
    private static boolean isSomething(Json value) {
        return switch (value) {
            case Json.Null _ -> false;
            case Json.Bool(boolean truth) -> truth;
            case Json.Num number -> number.real() != 0;
            case Json.Text(var text) -> !text.isEmpty();
            case Json.Obj _,Json.Arr _ -> true;
        };
    }
}
