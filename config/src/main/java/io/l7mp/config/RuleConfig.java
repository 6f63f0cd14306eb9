package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.List;

/**
 * A condition and what it leads to.
 *
 * @param id which rule
 * @param match the predicate as it was given; {@link #ALWAYS} where everything matches
 * @param rewrites changes of the metadata, in their order
 * @param route the route's name; empty for none
 * @param apply the rule list to go on with; empty for none
 * @param action what was given of the three, for dumps: changes and {@code apply} word for word, {@code route} as a name
 */
public record RuleConfig(Identity id, Json match, List<Rewrite> rewrites, String route, String apply,
        Json.Obj action) {
    /** The match of a rule that has none, as it is dumped. */
    public static final Json ALWAYS = Json.obj("match", "*");

    /** Copies what could change. */
    public RuleConfig {
        rewrites = List.copyOf(rewrites);
    }

    /**
     * One change of the metadata.
     *
     * @param path where
     * @param value what
     */
    public record Rewrite(String path, Json value) {}

    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return the same, known as this one} */
    RuleConfig as(Identity other) {
        return new RuleConfig(other, match, rewrites, route, apply, action);
    }
}
