package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One change of the configuration, all or nothing. Steps are given one after the other, each seeing what those before it did; what is
 * wrong is collected and told by {@link #done()}. One thread; used once.
 */
public final class Edit {
    private static final Set<String> KEYS = Set.of("admin", "clusters", "listeners", "rulelists", "rules",
            "routes",
            "sessions", "endpoints");

    private final Findings findings = new Findings();
    private final Tree base;
    private final Draft draft;
    private final Clusters clusters;
    private final Routes routes;
    private final Rules rules;
    private final RuleLists ruleLists;
    private final Listeners listeners;
    private final Removal removal;
    private boolean replaces;

    /** Whether sessions end with what a replacement leaves out. */
    private boolean ends;
    private List<Removed> leftOut = List.of();

    /**
     * Begins a change.
     *
     * @param base what there is
     * @param types the protocols there are
     */
    public Edit(Tree base, ProtocolTypes types) {
        this.base = base;
        draft = new Draft(base);
        var specs = new SpecReader(types);
        clusters = new Clusters(draft, findings, specs, new Endpoints(draft, findings));
        routes = new Routes(draft, findings, clusters);
        rules = new Rules(draft, findings, routes);
        ruleLists = new RuleLists(draft, findings, rules);
        listeners = new Listeners(draft, findings, specs, ruleLists);
        removal = new Removal(draft, findings);
    }

    /**
     * Adds everything in a configuration document, in the order clusters, listeners, rule lists, rules, routes.
     *
     * @param file the document
     * @return this
     */
    public Edit load(Json.Obj file) {
        file.get("admin").filter(given -> !given.equals(Json.NULL)).ifPresent(this::admin);
        each(file, "clusters", ObjectKind.CLUSTER);
        each(file, "listeners", ObjectKind.LISTENER);
        each(file, "rulelists", ObjectKind.RULE_LIST);
        each(file, "rules", ObjectKind.RULE);
        each(file, "routes", ObjectKind.ROUTE);
        file.members().keySet().stream().filter(key -> !KEYS.contains(key))
                .forEach(key -> findings.warn(key, "unknown setting"));
        return this;
    }

    /**
     * Replaces everything by a configuration document, as if the program had started with it. An object that is the same as before
     * stays what it is, with its socket or connector and its sessions.
     *
     * @param document the document, an object
     * @param recursive whether sessions end with the listeners and clusters that are left out
     * @param over what counts more than the document's {@code admin} section, laid over it
     * @return this
     */
    public Edit replace(Json document, boolean recursive, UnaryOperator<AdminConfig> over) {
        draft.clear();
        replaces = true;
        ends = recursive;
        if (document instanceof Json.Obj file) {
            load(file);
        } else {
            findings.problem("Cannot set config: An object (a set of key-value pairs) is expected", "config",
                    document, "an object");
        }
        draft.admin = over.apply(draft.admin);
        return this;
    }

    private void each(Json.Obj file, String key, ObjectKind kind) {
        switch (file.get(key).orElse(Json.NULL)) {
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    add(kind, items.get(i), Place.alone(key + "[" + i + "]"));
                }
            }
            case Json.Null _ -> {
                // A key without a value holds no objects.
            }
            case Json other -> findings.problem("Property " + key + " is invalid", key, other, "a list");
        }
    }

    /**
     * Changes what concerns the whole program; what is not given stays.
     *
     * @param given the settings to change, an object
     * @return this
     */
    public Edit admin(Json given) {
        draft.admin = AdminReader.read(draft.admin, given, findings);
        return this;
    }

    /**
     * Changes what concerns the whole program, as far as that is possible by itself: how much is logged, and strict mode.
     *
     * @param given the settings to change, an object
     * @return this
     */
    public Edit runtimeAdmin(Json given) {
        draft.admin = RuntimeAdmin.read(draft.admin, given, findings);
        return this;
    }

    /**
     * Adds an object, and those embedded in it.
     *
     * @param kind what it is; not {@link ObjectKind#ENDPOINT}
     * @param value the object, without the request's wrapper
     * @return this
     */
    public Edit add(ObjectKind kind, Json value) {
        add(kind, value, Place.alone(kind.key()));
        return this;
    }

    private void add(ObjectKind kind, Json value, Place place) {
        switch (kind) {
            case LISTENER -> listeners.add(value, place);
            case CLUSTER -> clusters.add(value, place);
            case RULE_LIST -> ruleLists.add(value, place);
            case RULE -> rules.add(value, place);
            case ROUTE -> routes.add(value, place);
            case ENDPOINT -> throw new IllegalArgumentException("an endpoint needs a cluster");
        }
    }

    /**
     * Adds an endpoint.
     *
     * @param cluster the cluster's name
     * @param value the endpoint
     * @return this
     */
    public Edit addEndpoint(String cluster, Json value) {
        clusters.addEndpoint(cluster, value);
        return this;
    }

    /**
     * Inserts a rule into a list.
     *
     * @param ruleList the list's name
     * @param position before which rule; the list's length for the end
     * @param ruleOrName a rule, which is embedded in the list, or the name of one, which need not exist
     * @return this
     */
    public Edit addRule(String ruleList, String position, Json ruleOrName) {
        ruleLists.insert(ruleList, position, ruleOrName);
        return this;
    }

    /**
     * Deletes an object.
     *
     * @param kind what it is
     * @param name its name
     * @param recursive whether with it go the parts that it embeds and still refers to
     * @return this
     */
    public Edit delete(ObjectKind kind, String name, boolean recursive) {
        removal.delete(kind, name, recursive);
        return this;
    }

    /**
     * Takes a rule off a list.
     *
     * @param ruleList the list's name
     * @param positionOrName a position if it is a whole number without leading zeros, else the rule's name
     * @param recursive whether the rule itself is deleted too, recursively
     * @return this
     */
    public Edit deleteRuleAt(String ruleList, String positionOrName, boolean recursive) {
        removal.deleteRuleAt(ruleList, positionOrName, recursive);
        return this;
    }

    /**
     * Ends the change.
     *
     * @return the new tree
     * @throws ConfigProblems with everything that is wrong with any step
     */
    public Tree done() {
        findings.complain();
        return replaces ? replacement() : draft.tree();
    }

    private Tree replacement() {
        var next = new Adoption(base, draft.tree()).tree();
        var changes = Changes.between(base, next);
        var gone = new ArrayList<Removed>();
        changes.listeners().removed()
                .forEach(each -> gone.add(new Removed(ObjectKind.LISTENER, each.id(), ends, "")));
        changes.clusters().removed()
                .forEach(each -> gone.add(new Removed(ObjectKind.CLUSTER, each.id(), ends, "")));
        var endpoints = changes.endpoints().removed().stream().map(EndpointConfig::id)
                .collect(Collectors.toSet());
        base.clusters().values().forEach(cluster -> cluster.endpoints().stream().map(EndpointConfig::id)
                .filter(endpoints::contains)
                .forEach(id -> gone.add(new Removed(ObjectKind.ENDPOINT, id, ends, cluster.name()))));
        leftOut = gone;
        return next;
    }

    /** {@return what was ignored so far, each with its path; of very many only how many more there are} */
    public List<String> warnings() {
        return findings.warnings();
    }

    /** {@return what was deleted so far, in the order in which sessions are to end; what a replacement left out is known when it is done} */
    public List<Removed> removed() {
        return replaces ? List.copyOf(leftOut) : removal.removed();
    }
}
