package io.l7mp.core.change;

import static io.l7mp.config.ObjectKind.CLUSTER;
import static io.l7mp.config.ObjectKind.ENDPOINT;
import static io.l7mp.config.ObjectKind.LISTENER;
import static io.l7mp.config.ObjectKind.ROUTE;
import static io.l7mp.config.ObjectKind.RULE;
import static io.l7mp.config.ObjectKind.RULE_LIST;
import static java.util.Objects.requireNonNull;

import io.l7mp.config.Changes;
import io.l7mp.config.ClusterConfig;
import io.l7mp.config.EndpointConfig;
import io.l7mp.config.ListenerConfig;
import io.l7mp.config.ObjectKind;
import io.l7mp.config.RouteConfig;
import io.l7mp.config.RuleConfig;
import io.l7mp.config.RuleListConfig;
import io.l7mp.config.Tree;
import io.l7mp.core.change.Plan.Step;
import io.l7mp.spi.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the difference between two configurations into words. */
final class PlanSteps {
    private static final List<Aspect<ListenerConfig>> OF_LISTENERS = List.of(
            new Aspect<>("spec", ListenerConfig::spec), new Aspect<>("rules", ListenerConfig::rules),
            new Aspect<>("options", ListenerConfig::given));
    private static final List<Aspect<ClusterConfig>> OF_CLUSTERS = List.of(
            new Aspect<>("spec", ClusterConfig::spec), new Aspect<>("endpoints", ClusterConfig::endpoints),
            new Aspect<>("loadbalancer", ClusterConfig::balancer));
    private static final List<Aspect<EndpointConfig>> OF_ENDPOINTS = List.of(
            new Aspect<>("spec", EndpointConfig::spec),
            new Aspect<>("weight", endpoint -> endpoint.endpoint().weight()));
    private static final List<Aspect<RuleListConfig>> OF_RULE_LISTS = List.of(
            new Aspect<>("rules", RuleListConfig::rules));
    private static final List<Aspect<RuleConfig>> OF_RULES = List.of(new Aspect<>("match", RuleConfig::match),
            new Aspect<>("action", RuleConfig::action));
    private static final List<Aspect<RouteConfig>> OF_ROUTES = List.of(
            new Aspect<>("destination", RouteConfig::destination),
            new Aspect<>("ingress", RouteConfig::ingress), new Aspect<>("egress", RouteConfig::egress),
            new Aspect<>("retry", RouteConfig::retry));

    private final Preparation change;
    private final JsonText json;
    private final List<Step> starts = new ArrayList<>();
    private final List<Step> stops = new ArrayList<>();
    private final List<Step> changed = new ArrayList<>();

    /** Something about an object that may change while it stays what it is. */
    private record Aspect<T>(String word, Function<T, Object> of) {}

    PlanSteps(Preparation change, JsonText json) {
        this.change = change;
        this.json = json;
    }

    /** {@return the plan, but for the sessions} */
    Plan plan(List<String> warnings) {
        var all = change.changes();
        all.admin()
                .forEach((key, value) -> changed.add(new Step("admin", key, "becomes " + json.write(value))));
        add(LISTENER, all.listeners(), ListenerConfig::name, tree -> tree.listeners().values(), OF_LISTENERS);
        add(CLUSTER, all.clusters(), ClusterConfig::name, tree -> tree.clusters().values(), OF_CLUSTERS);
        add(ENDPOINT, all.endpoints(), EndpointConfig::name, PlanSteps::endpoints, OF_ENDPOINTS);
        add(RULE_LIST, all.ruleLists(), RuleListConfig::name, tree -> tree.ruleLists().values(),
                OF_RULE_LISTS);
        add(RULE, all.rules(), RuleConfig::name, tree -> tree.rules().values(), OF_RULES);
        add(ROUTE, all.routes(), RouteConfig::name, tree -> tree.routes().values(), OF_ROUTES);
        return new Plan(starts, stops, changed, List.of(), warnings);
    }

    private static List<EndpointConfig> endpoints(Tree tree) {
        return tree.clusters().values().stream().flatMap(cluster -> cluster.endpoints().stream()).toList();
    }

    private <T> void add(ObjectKind kind, Changes.Part<T> part, Function<T, String> name,
            Function<Tree, Collection<T>> objects, List<Aspect<T>> aspects) {
        var old = byName(objects.apply(change.before().tree()), name);
        var now = byName(objects.apply(change.next().tree()), name);
        part.added().stream().map(name).forEach(each -> starts.add(new Step(kind.key(), each,
                old.containsKey(each) ? "takes the place of another of this name" : "is new")));
        part.removed().stream().map(name).forEach(each -> stops.add(new Step(kind.key(), each,
                now.containsKey(each) ? "another of this name takes its place" : "is not there any more")));
        part.changed().forEach(each -> changed.add(new Step(kind.key(), name.apply(each), aspects.stream()
                .filter(aspect -> !aspect.of().apply(each)
                        .equals(aspect.of().apply(requireNonNull(old.get(name.apply(each))))))
                .map(Aspect::word).collect(Collectors.joining(", ", "stays, with other ", "")))));
    }

    private static <T> Map<String, T> byName(Collection<T> objects, Function<T, String> name) {
        return objects.stream().collect(Collectors.toMap(name, Function.identity()));
    }
}
