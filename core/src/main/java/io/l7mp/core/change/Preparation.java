package io.l7mp.core.change;

import io.l7mp.config.Changes;
import io.l7mp.config.ClusterConfig;
import io.l7mp.config.ConfigProblems;
import io.l7mp.config.Edit;
import io.l7mp.config.ListenerConfig;
import io.l7mp.config.Problem;
import io.l7mp.config.Tree;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.listener.Listener;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.core.route.PredicateCheck;
import io.l7mp.core.session.Impact;
import io.l7mp.core.snapshot.Snapshot;
import io.l7mp.spi.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A change as far as it goes without anybody noticing: edited, checked, compiled, its clusters opened. It is carried out then, or
 * left. Made and used by one change, on whatever thread that is on.
 */
final class Preparation {
    private final Office office;
    private final Snapshot before;
    private final Snapshot next;
    private final Edit edit;
    private final Changes changes;
    private final Set<String> losses;

    private Preparation(Office office, Consumer<Edit> work) {
        this.office = office;
        before = office.hall().current().get();
        edit = new Edit(before.tree(), office.registry());
        work.accept(edit);
        var tree = edit.done();
        var routes = office.compile(tree);
        changes = Changes.between(before.tree(), tree);
        var clusters = open(tree);
        next = new Snapshot(before.version() + 1, tree, routes, clusters);
        try {
            losses = losses();
            checkDoors();
        } catch (RuntimeException | Error e) {
            leave();
            throw e;
        }
    }

    /** Prepares a change, and goes on with it or with what is wrong with it. */
    static void of(Office office, Consumer<Edit> work, Consumer<List<Problem>> refused,
            Consumer<Preparation> ready) {
        Preparation prepared;
        try {
            prepared = new Preparation(office, work);
        } catch (ConfigProblems e) {
            refused.accept(e.problems());
            return;
        } catch (RuntimeException | Error bug) {
            refused.accept(List.of(office.bug(bug)));
            return;
        }
        ready.accept(prepared);
    }

    private Map<String, Cluster> open(Tree tree) {
        var clusters = new HashMap<String, Cluster>();
        var problems = new ArrayList<Problem>();
        try {
            for (var config : tree.clusters().values()) {
                try {
                    clusters.put(config.name(), open(tree, config));
                } catch (ConfigException e) {
                    var at = e.under("clusters." + config.name() + ".spec");
                    problems.add(new Problem("Cannot add cluster: " + e.getMessage(), at.path(), at.value(),
                            at.expected()));
                }
            }
            if (!problems.isEmpty()) {
                throw new ConfigProblems(problems);
            }
        } catch (RuntimeException | Error e) {
            leave(clusters);
            throw e;
        }
        return clusters;
    }

    private Cluster open(Tree tree, ClusterConfig config) {
        var facilities = office.hall().facilities();
        var old = before.clusters().get(config.name());
        if (old != null && old.keepsConnectorOf(config)) {
            return old.with(config, facilities);
        }
        var protocol = office.registry().outbound(config.protocol())
                .orElseThrow(() -> new IllegalStateException("no protocol " + config.protocol()));
        return Cluster.open(config, protocol, office.plumbing().env(config.name(), tree.admin()), facilities);
    }

    private Set<String> losses() {
        var warnings = new Losses(office.registry(), before.tree(), next.tree(), next.clusters()).warnings();
        if (next.tree().admin().lossless() && !warnings.isEmpty()) {
            throw new ConfigProblems(warnings.stream()
                    .map(loss -> new Problem("Cannot add route: " + loss, "routes", loss,
                            "a route that loses nothing"))
                    .toList());
        }
        return warnings;
    }

    /** Files that are missing, say, would keep listeners from being bound. */
    private void checkDoors() {
        var roots = new FileRoots(next.tree().admin().fileRoots());
        var problems = new ArrayList<Problem>();
        for (var listener : toBind()) {
            try {
                Listener.check(listener, roots, office.registry(), office.hall());
            } catch (ConfigException e) {
                problems.add(NewDoors.unusable(listener, e));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
    }

    Snapshot before() {
        return before;
    }

    Snapshot next() {
        return next;
    }

    Changes changes() {
        return changes;
    }

    /** {@return what payloads lose on the ways that the change opens} */
    Set<String> lost() {
        return losses;
    }

    /** {@return settings that nobody reads, and predicates that are never true} */
    List<String> unread() {
        var all = new ArrayList<>(edit.warnings());
        all.addAll(PredicateCheck.warnings(before.tree(), next.tree()));
        return all;
    }

    /** {@return what it does to sessions} */
    Impact impact() {
        return new Impact(edit.removed(), before.tree(), next.tree());
    }

    /** {@return the listeners to bind, in the order of the configuration, those that lead to the API last} */
    List<ListenerConfig> toBind() {
        var first = new ArrayList<ListenerConfig>();
        var leadingToApi = new ArrayList<ListenerConfig>();
        for (var listener : changes.listeners().added()) {
            (Reach.controls(next.tree(), listener) ? leadingToApi : first).add(listener);
        }
        first.addAll(leadingToApi);
        return first;
    }

    /** It is not carried out: lets go of what it opened. */
    void leave() {
        leave(next.clusters());
    }

    private void leave(Map<String, Cluster> clusters) {
        clusters.values().forEach(cluster -> office.attempt(cluster::leave));
    }
}
