package io.l7mp.core.route;

import io.l7mp.config.RuleListConfig;
import io.l7mp.config.Tree;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rule lists, rules and routes of one snapshot, compiled. Immutable, read by every loop.
 *
 * <p>Whatever the rules or a peer's metadata are, a decision ends, with a verdict: one that has gone round in a circle of {@code apply},
 * or found a change that cannot be made, is a failure of that session, with a text.
 */
public final class RouteTable {
    private final Map<String, List<Step>> lists;
    private final Runnable tooExpensive;

    private RouteTable(Map<String, List<Step>> lists, Runnable tooExpensive) {
        this.lists = lists;
        this.tooExpensive = tooExpensive;
    }

    /**
     * Compiles what the tree says. What is wrong in it, such as a name that leads nowhere, fails the sessions that come across it.
     *
     * @param tree one version of the configuration
     * @param tooExpensive runs, on any loop, whenever a regular expression was given up and its predicate is false for that reason
     * @return the table
     */
    public static RouteTable compile(Tree tree, Runnable tooExpensive) {
        var rules = new HashMap<String, Rule>();
        for (var rule : tree.rules().values()) {
            rules.put(rule.name(), Rule.compile(rule, tree));
        }
        var lists = new HashMap<String, List<Step>>();
        for (var list : tree.ruleLists().values()) {
            lists.put(list.name(), steps(list, rules));
        }
        return new RouteTable(Map.copyOf(lists), tooExpensive);
    }

    private static List<Step> steps(RuleListConfig list, Map<String, Rule> rules) {
        return list.rules().stream()
                .map(name -> new Step(name, rules.get(name)))
                .toList();
    }

    /** A place in a list; without a rule if the name leads nowhere. */
    private record Step(String name, @Nullable Rule rule) {}

    /**
     * Decides. Any thread.
     *
     * @param ruleList where to begin
     * @param session the session's name, for texts
     * @param metadata the session's, with its name in it
     * @return where it goes, or why it goes nowhere
     */
    public Verdict route(String ruleList, String session, Metadata metadata) {
        var decision = new Decision(metadata, tooExpensive);
        var name = ruleList;
        Set<String> seen = Set.of();
        while (true) {
            var steps = lists.get(name);
            if (steps == null) {
                return failed("Cannot find RuleList \"" + name + "\"");
            }
            var step = first(steps, decision);
            if (step.isEmpty()) {
                return failed("No route for session \"" + session + "\"");
            }
            var rule = step.get().rule();
            if (rule == null) {
                return failed(
                        "Cannot find named rule \"" + step.get().name() + "\" in RuleList \"" + name + "\"");
            }
            if (rule.apply().isEmpty()) {
                return rule.act(name, session, decision);
            }
            seen = seen.isEmpty() ? new HashSet<>() : seen;
            if (!seen.add(name)) {
                return failed("RuleList \"" + name + "\" applies itself for session \"" + session + "\"");
            }
            name = rule.apply();
        }
    }

    /** {@return the first step that holds, or that leads nowhere: a stale name hides the rules after it} */
    private static Optional<Step> first(List<Step> steps, Decision decision) {
        for (var step : steps) {
            var rule = step.rule();
            if (rule == null || rule.condition().holds(decision)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    static Verdict failed(String content) {
        return new Verdict.Failed(Cause.of(Kind.NO_ROUTE, content));
    }
}
