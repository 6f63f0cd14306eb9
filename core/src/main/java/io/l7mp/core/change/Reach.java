package io.l7mp.core.change;

import io.l7mp.config.ListenerConfig;
import io.l7mp.config.RouteConfig;
import io.l7mp.config.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where sessions of a listener may go, as far as names lead somewhere. */
final class Reach {
    private static final String CONTROLLER = "L7mpController";

    private Reach() {}

    static Set<RouteConfig> routes(Tree tree, ListenerConfig listener) {
        var routes = new LinkedHashSet<RouteConfig>();
        var seen = new HashSet<String>();
        var lists = new ArrayDeque<>(List.of(listener.rules()));
        while (!lists.isEmpty()) {
            var list = tree.ruleLists().get(lists.remove());
            if (list == null || !seen.add(list.name())) {
                continue;
            }
            for (var name : list.rules()) {
                var rule = tree.rules().get(name);
                if (rule == null) {
                    continue;
                }
                if (!rule.apply().isEmpty()) {
                    lists.add(rule.apply());
                } else if (tree.routes().containsKey(rule.route())) {
                    routes.add(tree.routes().get(rule.route()));
                }
            }
        }
        return routes;
    }

    /** {@return whether a session of that listener may get to the API} */
    static boolean controls(Tree tree, ListenerConfig listener) {
        return routes(tree, listener).stream().flatMap(route -> clusters(route).stream())
                .map(name -> tree.clusters().get(name))
                .anyMatch(cluster -> cluster != null && cluster.protocol().equals(CONTROLLER));
    }

    /** {@return the names of all clusters on a route} */
    static List<String> clusters(RouteConfig route) {
        var names = new ArrayList<>(route.ingress());
        names.add(route.destination());
        names.addAll(route.egress());
        return names;
    }
}
