package io.l7mp.core.cluster;

import io.l7mp.config.BalancerConfig;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The choice of one endpoint for a session. Any thread. */
public interface Balancer {
    /**
     * Chooses.
     *
     * @param metadata the session's
     * @return where it goes; empty if there is no endpoint at all
     */
    Optional<Endpoint> choose(Metadata metadata);

    /**
     * Makes the balancer of a cluster, for one version of its endpoints. A policy that is not known, and {@code None} on a cluster
     * that has endpoints, is the first endpoint.
     *
     * @param config which policy, and on what
     * @param endpoints in their order
     * @param random for sessions without a key; may be asked by any thread
     * @return the balancer
     */
    static Balancer of(BalancerConfig config, List<Endpoint> endpoints, RandomGenerator random) {
        if (endpoints.isEmpty()) {
            return _ -> Optional.empty();
        }
        return switch (config.policy()) {
            case "HashRing", "ConsistentHash" ->
                new HashRingBalancer(new HashRing(endpoints), config.key(), random);
            default -> new TrivialBalancer(endpoints.getFirst());
        };
    }
}
