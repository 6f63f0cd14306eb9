package io.l7mp.core.change;

import io.l7mp.config.ClusterConfig;
import io.l7mp.config.ListenerConfig;
import io.l7mp.config.RouteConfig;
import io.l7mp.config.Tree;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.route.RouteCheck;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Traits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What payloads would lose on the ways that a change opens: borders, order, size, half-close. */
final class Losses {
    private final Registry registry;
    private final Tree before;
    private final Tree tree;
    private final Map<String, Cluster> clusters;

    Losses(Registry registry, Tree before, Tree tree, Map<String, Cluster> clusters) {
        this.registry = registry;
        this.before = before;
        this.tree = tree;
        this.clusters = clusters;
    }

    /**
     * {@return warnings in words, each once; of ways that were open before nothing is said again, unless it is only now that
     * nothing may be lost}
     */
    Set<String> warnings() {
        boolean isForbiddenNow = tree.admin().lossless() && !before.admin().lossless();
        var warnings = new LinkedHashSet<String>();
        for (var listener : tree.listeners().values()) {
            var open = isForbiddenNow ? Set.<RouteConfig>of() : openBefore(listener);
            for (var route : Reach.routes(tree, listener)) {
                if (!open.contains(route) || !keepsClusters(route)) {
                    warnings.addAll(warnings(listener, route));
                }
            }
        }
        return warnings;
    }

    private Set<RouteConfig> openBefore(ListenerConfig listener) {
        var old = before.listeners().get(listener.name());
        return old != null && old.id().equals(listener.id()) ? Reach.routes(before, old) : Set.of();
    }

    /** {@return whether each name on the route leads where it led before} */
    private boolean keepsClusters(RouteConfig route) {
        return Reach.clusters(route).stream()
                .allMatch(name -> isSame(before.clusters().get(name), tree.clusters().get(name)));
    }

    private static boolean isSame(@Nullable ClusterConfig old, @Nullable ClusterConfig now) {
        if (old == null || now == null) {
            return old == null && now == null;
        }
        return old.id().equals(now.id()) && old.settings().equals(now.settings());
    }

    private Set<String> warnings(ListenerConfig listener, RouteConfig route) {
        var there = new ArrayList<>(route.ingress());
        there.add(route.destination());
        var source = new RouteCheck.Stage(listener.name(), traits(listener));
        var warnings = new LinkedHashSet<String>();
        var destination = tree.clusters().get(route.destination());
        if (destination != null && clusters.keySet().containsAll(there)
                && clusters.keySet().containsAll(route.egress())) {
            var ingress = stages(source, there);
            var ways = new ArrayList<>(List.of(ingress));
            if (!destination.virtual()) {
                var egress = stages(back(ingress.getLast()), route.egress());
                egress.add(source);
                ways.add(egress);
            }
            for (var way : ways) {
                RouteCheck.warnings(way).forEach(
                        warning -> warnings.add(
                                "route " + route.name() + ": " + warning.text() + "; " + warning.remedy()));
            }
        }
        return warnings;
    }

    /** {@return a destination as the way back begins there; that a client cannot be half-closed needs no remedy} */
    private static RouteCheck.Stage back(RouteCheck.Stage there) {
        var traits = there.traits();
        return new RouteCheck.Stage(there.name(),
                new Traits(traits.shape(), traits.ordered(), traits.reliable(), false,
                        traits.pausable(), traits.largest()));
    }

    private List<RouteCheck.Stage> stages(RouteCheck.Stage first, List<String> names) {
        var stages = new ArrayList<>(List.of(first));
        for (var name : names) {
            var input = stages.getLast().traits();
            var cluster = Optional.ofNullable(clusters.get(name));
            stages.add(new RouteCheck.Stage(name, cluster.map(there -> there.traits(input)).orElse(input)));
        }
        return stages;
    }

    private Traits traits(ListenerConfig listener) {
        return registry.inbound(listener.protocol()).map(protocol -> traits(protocol, listener.settings()))
                .orElseThrow(() -> new IllegalStateException("no protocol " + listener.protocol()));
    }

    private static <S extends Record> Traits traits(InboundProtocol<S> protocol, Record settings) {
        return protocol.listenerTraits(protocol.listenerSpec().cast(settings));
    }
}
