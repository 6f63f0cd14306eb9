package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.List;

/**
 * A named destination.
 *
 * @param id which cluster
 * @param protocol the word in {@code spec.protocol}
 * @param spec its protocol settings for dumps, in flat notation: as they were given, or for virtual clusters what is known of them
 * @param settings the same, decoded into the protocol's record
 * @param endpoints in their order
 * @param balancer how one of them is chosen
 * @param virtual whether it has no endpoints by nature
 */
public record ClusterConfig(Identity id, String protocol, Json.Obj spec, Record settings,
        List<EndpointConfig> endpoints,
        BalancerConfig balancer, boolean virtual) {
    /** Copies what could change. */
    public ClusterConfig {
        endpoints = List.copyOf(endpoints);
    }

    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return the same cluster with these endpoints} */
    ClusterConfig with(List<EndpointConfig> others) {
        return new ClusterConfig(id, protocol, spec, settings, others, balancer, virtual);
    }

    /** {@return the same, known as this one} */
    ClusterConfig as(Identity other) {
        return new ClusterConfig(other, protocol, spec, settings, endpoints, balancer, virtual);
    }
}
