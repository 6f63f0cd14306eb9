package io.l7mp.core.snapshot;

import io.l7mp.config.Tree;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.route.RouteTable;
import java.util.Map;
import java.util.Optional;

/**
 * One version of the whole configuration, compiled. Read by any loop; nothing in it changes.
 *
 * @param version counts up from 0
 * @param tree what was configured
 * @param routes rule lists, rules and routes, compiled
 * @param clusters by name
 */
public record Snapshot(long version, Tree tree, RouteTable routes, Map<String, Cluster> clusters) {
    public Snapshot {
        clusters = Map.copyOf(clusters);
    }

    /** {@return the cluster of that name, if there is one now} */
    public Optional<Cluster> cluster(String name) {
        return Optional.ofNullable(clusters.get(name));
    }
}
