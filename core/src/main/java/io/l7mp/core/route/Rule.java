package io.l7mp.core.route;

import io.l7mp.config.RouteConfig;
import io.l7mp.config.RuleConfig;
import io.l7mp.config.Tree;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One compiled rule.
 *
 * @param apply the list to go on with; its rewrites and its route do not count then
 * @param route what the rule's route name leads to, if anything
 */
record Rule(String name, Condition condition, String apply, List<Rewrite> rewrites, String routeName,
        @Nullable RouteConfig route) {
    /** One change of the metadata. */
    record Rewrite(Path path, Json value) {}

    static Rule compile(RuleConfig rule, Tree tree) {
        var rewrites = rule.rewrites().stream()
                .map(rewrite -> new Rewrite(Path.of(rewrite.path()), rewrite.value()))
                .toList();
        return new Rule(rule.name(), PredicateCompiler.match(rule.match()), rule.apply(), rewrites,
                rule.route(), tree.routes().get(rule.route()));
    }

    /** Makes the changes, in their order, and takes the route. */
    Verdict act(String ruleList, String session, Decision decision) {
        var metadata = decision.metadata();
        for (var rewrite : rewrites) {
            try {
                metadata = metadata.with(rewrite.path(), rewrite.value());
            } catch (ConfigException _) { // nobody but this session's peer is there to be told, and it could do nothing about it
                return RouteTable.failed("Cannot rewrite \"" + rewrite.path().text() + "\" in rule \"" + name
                        + "\" for session \"" + session + "\"");
            }
        }
        if (routeName.isEmpty()) {
            return RouteTable.failed("Invalid route for session \"" + session + "\"");
        }
        if (route == null) {
            return RouteTable
                    .failed("Cannot find Route \"" + routeName + "\" for session \"" + session + "\"");
        }
        return new Verdict.Routed(ruleList, name, metadata, route);
    }
}
