package io.l7mp.core.cluster;

import io.l7mp.config.AdminConfig;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.core.registry.Registry;
import io.l7mp.spi.ClusterEnv;

/**
 * What all clusters share, and from which each gets its own environment.
 *
 * @param registry protocols to ride on
 * @param facilities what the core has of the outside world
 * @param resolver host names to addresses
 */
public record Plumbing(Registry registry, Facilities facilities, Resolver resolver) {
    /** {@return what the protocol of one cluster may use} */
    public ClusterEnv env(String owner, AdminConfig admin) {
        return new ClusterEnvironment(owner, this, new FileRoots(admin.fileRoots()));
    }
}
