package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes objects. A recursive deletion takes along what the object embeds and still refers to, told by serial numbers; shared objects
 * and names that lead nowhere are left alone. Parts go before the whole, but endpoints after their cluster: sessions end in that order.
 */
final class Removal {
    private final Draft draft;
    private final Findings findings;
    private final List<Removed> removed = new ArrayList<>();

    Removal(Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
    }

    List<Removed> removed() {
        return List.copyOf(removed);
    }

    void delete(ObjectKind kind, String name, boolean recursive) {
        var known = switch (kind) {
            case LISTENER -> found(draft.listeners, name).map(listener -> listener(listener, recursive));
            case CLUSTER -> found(draft.clusters, name).map(cluster -> cluster(cluster, recursive));
            case ENDPOINT -> found(draft.endpoints, name).map(cluster -> endpoint(cluster, name, recursive));
            case RULE_LIST -> found(draft.ruleLists, name).map(list -> ruleList(list, recursive));
            case RULE -> found(draft.rules, name).map(rule -> rule(rule, recursive));
            case ROUTE -> found(draft.routes, name).map(route -> route(route, recursive));
        };
        if (known.isEmpty()) {
            findings.problem(kind.unknown(name), "", Json.of(name), "the name of a " + kind.key());
        }
    }

    /** Takes a rule off a list, by position if the text is one, else by name. */
    void deleteRuleAt(String ruleList, String positionOrName, boolean recursive) {
        var list = draft.ruleLists.get(ruleList);
        if (list == null) {
            findings.problem("No such rule list: " + ruleList, "", Json.of(ruleList),
                    "the name of a rule list");
            return;
        }
        int position = RuleLists.position(positionOrName);
        int index = position < 0 ? list.rules().indexOf(positionOrName) : position;
        if (index < 0 || index >= list.rules().size()) {
            findings.problem(position < 0
                    ? "No rule " + positionOrName + " on rulelist " + ruleList
                    : "Cannot delete rule at position " + positionOrName + " from rulelist", "position",
                    Json.of(positionOrName), "a rule's name or 0.." + (list.rules().size() - 1));
            return;
        }
        var names = new ArrayList<>(list.rules());
        var rule = found(draft.rules, names.remove(index));
        draft.ruleLists.replace(ruleList, list.with(names));
        if (recursive) {
            rule.ifPresent(known -> rule(known, true));
        }
    }

    private boolean listener(ListenerConfig listener, boolean recursive) {
        draft.listeners.remove(listener.name());
        if (recursive) {
            found(draft.ruleLists, listener.rules()).filter(list -> isPart(list.id(), listener.id()))
                    .ifPresent(list -> ruleList(list, true));
        }
        return note(ObjectKind.LISTENER, listener.id(), recursive, "");
    }

    private boolean ruleList(RuleListConfig list, boolean recursive) {
        draft.ruleLists.remove(list.name());
        if (recursive) {
            list.rules().forEach(name -> found(draft.rules, name).filter(rule -> isPart(rule.id(), list.id()))
                    .ifPresent(rule -> rule(rule, true)));
        }
        return note(ObjectKind.RULE_LIST, list.id(), recursive, "");
    }

    private boolean rule(RuleConfig rule, boolean recursive) {
        draft.rules.remove(rule.name());
        if (recursive) {
            found(draft.routes, rule.route()).filter(route -> isPart(route.id(), rule.id()))
                    .ifPresent(route -> route(route, true));
        }
        return note(ObjectKind.RULE, rule.id(), recursive, "");
    }

    private boolean route(RouteConfig route, boolean recursive) {
        draft.routes.remove(route.name());
        if (recursive) {
            part(route, route.destination());
            route.ingress().forEach(name -> part(route, name));
            route.egress().forEach(name -> part(route, name));
        }
        return note(ObjectKind.ROUTE, route.id(), recursive, "");
    }

    private void part(RouteConfig route, String name) {
        found(draft.clusters, name).filter(cluster -> isPart(cluster.id(), route.id()))
                .ifPresent(cluster -> cluster(cluster, true));
    }

    private boolean cluster(ClusterConfig cluster, boolean recursive) {
        draft.clusters.remove(cluster.name());
        note(ObjectKind.CLUSTER, cluster.id(), recursive, "");
        for (var endpoint : cluster.endpoints()) {
            draft.endpoints.remove(endpoint.name());
            note(ObjectKind.ENDPOINT, endpoint.id(), recursive, cluster.name());
        }
        return true;
    }

    private boolean endpoint(String clusterName, String name, boolean recursive) {
        draft.endpoints.remove(name);
        found(draft.clusters, clusterName).ifPresent(cluster -> {
            var rest = new ArrayList<EndpointConfig>();
            for (var endpoint : cluster.endpoints()) {
                if (endpoint.name().equals(name)) {
                    note(ObjectKind.ENDPOINT, endpoint.id(), recursive, clusterName);
                } else {
                    rest.add(endpoint);
                }
            }
            draft.clusters.replace(clusterName, cluster.with(rest));
        });
        return true;
    }

    private boolean note(ObjectKind kind, Identity id, boolean recursive, String cluster) {
        return removed.add(new Removed(kind, id, recursive, cluster));
    }

    private static boolean isPart(Identity part, Identity whole) {
        return part.embedder() == whole.serial();
    }

    private static <T> Optional<T> found(Map<String, T> objects, String name) {
        return Optional.ofNullable(objects.get(name));
    }
}
