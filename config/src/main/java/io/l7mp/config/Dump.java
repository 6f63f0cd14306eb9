package io.l7mp.config;

import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The objects of a tree as the API shows them. The order of members is part of the interface. */
public final class Dump {
    /** Its clusters show no endpoint at all, unlike others without endpoints; clients of the reference know it so. */
    private static final String UNFLAGGED = "Prometheus";

    private final Tree tree;

    /**
     * Makes a dump.
     *
     * @param tree what to show
     */
    public Dump(Tree tree) {
        this.tree = tree;
    }

    /**
     * Shows one object.
     *
     * @param kind what it is
     * @param name its name
     * @param recursive whether with everything it refers to, in place of the names
     * @return the object, if there is one
     */
    public Optional<Json> one(ObjectKind kind, String name, boolean recursive) {
        return switch (kind) {
            case LISTENER -> find(tree.listeners(), name).map(listener -> listener(listener, recursive));
            case CLUSTER -> find(tree.clusters(), name).map(cluster -> cluster(cluster, recursive));
            case ENDPOINT -> tree.endpoint(name).map(Dump::endpoint);
            case RULE_LIST -> find(tree.ruleLists(), name).map(list -> ruleList(list, recursive));
            case RULE -> find(tree.rules(), name).map(rule -> rule(rule, recursive));
            case ROUTE -> find(tree.routes(), name).map(route -> route(route, recursive));
        };
    }

    /**
     * Shows all objects of a kind.
     *
     * @param kind which
     * @param recursive whether with everything they refer to, in place of the names
     * @return the objects in the order of their creation
     */
    public Json all(ObjectKind kind, boolean recursive) {
        return switch (kind) {
            case LISTENER -> each(tree.listeners().values(), this::listener, recursive);
            case CLUSTER -> each(tree.clusters().values(), this::cluster, recursive);
            case ENDPOINT -> Json.of(tree.clusters().values().stream().flatMap(c -> c.endpoints().stream())
                    .sorted(Comparator.comparingLong(endpoint -> endpoint.id().serial()))
                    .map(Dump::endpoint).toList());
            case RULE_LIST -> each(tree.ruleLists().values(), this::ruleList, recursive);
            case RULE -> each(tree.rules().values(), this::rule, recursive);
            case ROUTE -> each(tree.routes().values(), this::route, recursive);
        };
    }

    private static <T> Json each(Collection<T> objects, BiFunction<T, Boolean, Json> dump,
            boolean recursive) {
        return Json.of(objects.stream().map(object -> dump.apply(object, recursive)).toList());
    }

    /**
     * Shows a cluster's endpoints.
     *
     * @param cluster its name
     * @return they in their order, if there is such a cluster
     */
    public Optional<Json> endpoints(String cluster) {
        return find(tree.clusters(), cluster).map(known -> endpoints(known.endpoints()));
    }

    /**
     * Shows the rule at a position of a list.
     *
     * @param ruleList the list's name
     * @param position a whole number from 0
     * @param recursive whether with everything it refers to, in place of the names
     * @return the rule
     * @throws ConfigProblems if there is none
     */
    public Json ruleAt(String ruleList, String position, boolean recursive) {
        var list = find(tree.ruleLists(), ruleList)
                .orElseThrow(() -> nothing("No such rule list: " + ruleList,
                        ruleList, "the name of a rule list"));
        int index = RuleLists.position(position);
        if (index < 0) {
            throw nothing("Not Found: No rule at position " + position + " in RuleList \"" + ruleList + "\"",
                    position,
                    "a whole number");
        }
        if (index >= list.rules().size()) {
            throw nothing("No rule at position " + position + " in RuleList \"" + ruleList + "\"", position,
                    "0.." + (list.rules().size() - 1));
        }
        var name = list.rules().get(index);
        return one(ObjectKind.RULE, name, recursive).orElseThrow(() -> nothing(
                "Not Found: Unknown rule \"" + name + "\"", name, "the name of a rule"));
    }

    private static ConfigProblems nothing(String content, String value, String expected) {
        return new ConfigProblems(List.of(new Problem(content, "", value, expected)));
    }

    /**
     * Shows everything but sessions.
     *
     * @param version the program's
     * @param offloading whether kernel offload is active
     * @return the configuration; sessions belong at its end
     */
    public Json.Obj config(String version, boolean offloading) {
        return Json.obj("admin", admin(version, offloading), "listeners", all(ObjectKind.LISTENER, false),
                "clusters",
                all(ObjectKind.CLUSTER, false), "rulelists", all(ObjectKind.RULE_LIST, false), "rules",
                all(ObjectKind.RULE, false), "routes", all(ObjectKind.ROUTE, false), "endpoints",
                all(ObjectKind.ENDPOINT, false));
    }

    /**
     * Shows what concerns the whole program.
     *
     * @param version the program's
     * @param offloading whether kernel offload is active
     * @return the settings
     */
    public Json.Obj admin(String version, boolean offloading) {
        var admin = tree.admin();
        var members = new LinkedHashMap<String, Json>();
        members.put("log_level", Json.of(admin.logLevel()));
        members.put("strict", Json.of(admin.strict()));
        members.put("offload", Json.of(offloading));
        members.put("version", Json.of(version));
        if (!admin.logFile().isEmpty()) {
            members.put("log_file", Json.of(admin.logFile()));
        }
        if (!admin.accessLogPath().isEmpty()) {
            members.put("access_log_path", Json.of(admin.accessLogPath()));
        }
        return new Json.Obj(members);
    }

    private Json listener(ListenerConfig listener, boolean recursive) {
        Json rules = Json.of(listener.rules());
        if (recursive) {
            rules = find(tree.ruleLists(), listener.rules()).map(list -> rules(list, true))
                    .orElse(stale(listener.rules()));
        }
        return Json.obj("name", listener.name(), "spec", listener.spec(), "rules", rules, "options",
                listener.given());
    }

    private Json cluster(ClusterConfig cluster, boolean recursive) {
        var endpoints = recursive
                ? cluster.virtual()
                        ? Json.of(UNFLAGGED.equals(cluster.protocol())
                                ? List.of()
                                : List.of(virtual(cluster.name())))
                        : endpoints(cluster.endpoints())
                : Json.of(cluster.endpoints().size());
        return Json.obj("name", cluster.name(), "spec", cluster.spec(), "endpoints", endpoints,
                "loadbalancer",
                cluster.balancer().shown());
    }

    private static Json endpoints(List<EndpointConfig> endpoints) {
        return Json.of(endpoints.stream().map(Dump::endpoint).toList());
    }

    private static Json endpoint(EndpointConfig endpoint) {
        return Json.obj("name", endpoint.name(), "spec", endpoint.spec(), "weight",
                endpoint.endpoint().weight());
    }

    /**
     * Shows what stands in place of the endpoint where a cluster has none.
     *
     * @param cluster the cluster's name
     * @return an endpoint in name only
     */
    public static Json.Obj virtual(String cluster) {
        return Json.obj("name", cluster, "spec", Json.obj("address", Endpoint.VIRTUAL));
    }

    private Json ruleList(RuleListConfig list, boolean recursive) {
        return Json.obj("name", list.name(), "rules", rules(list, recursive));
    }

    private Json rules(RuleListConfig list, boolean recursive) {
        return Json
                .of(list.rules().stream().map(name -> recursive ? part(ObjectKind.RULE, name) : Json.of(name))
                        .toList());
    }

    private Json rule(RuleConfig rule, boolean recursive) {
        var action = recursive && !rule.route().isEmpty()
                ? rule.action().with("route", part(ObjectKind.ROUTE, rule.route()))
                : rule.action();
        return Json.obj("name", rule.name(), "match", rule.match(), "action", action);
    }

    private Json route(RouteConfig route, boolean recursive) {
        return Json.obj("name", route.name(), "destination", stage(route.destination(), recursive), "ingress",
                stages(route.ingress(), recursive), "egress", stages(route.egress(), recursive), "retry",
                route.retry().shown());
    }

    private Json stages(List<String> names, boolean recursive) {
        return Json.of(names.stream().map(name -> stage(name, recursive)).toList());
    }

    private Json stage(String name, boolean recursive) {
        return recursive ? part(ObjectKind.CLUSTER, name) : Json.of(name);
    }

    private Json part(ObjectKind kind, String name) {
        return one(kind, name, true).orElse(stale(name));
    }

    private static Json stale(String name) {
        return Json.of(name + ":<STALE>");
    }

    private static <T> Optional<T> find(Map<String, T> objects, String name) {
        return Optional.ofNullable(objects.get(name));
    }
}
