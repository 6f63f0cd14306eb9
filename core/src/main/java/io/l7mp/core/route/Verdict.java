package io.l7mp.core.route;

import io.l7mp.config.RouteConfig;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;

/** What the rules say about a session. */
public sealed interface Verdict {
    /**
     * It has a route.
     *
     * @param ruleList the list that decided, which is another one than was asked if a rule said {@code apply}
     * @param rule the rule that matched
     * @param metadata after the rule's changes
     * @param route where it goes
     */
    record Routed(String ruleList, String rule, Metadata metadata, RouteConfig route) implements Verdict {}

    /**
     * It has none.
     *
     * @param cause for the peer; always of kind {@code NO_ROUTE}
     */
    record Failed(Cause cause) implements Verdict {}
}
