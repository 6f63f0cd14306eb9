package io.l7mp.config;

import java.util.List;

/**
 * Where a session goes, and through what.
 *
 * @param id which route
 * @param destination the cluster's name
 * @param ingress names of transforms on the way there
 * @param egress names of transforms on the way back
 * @param retry what happens at failures
 */
public record RouteConfig(Identity id, String destination, List<String> ingress, List<String> egress,
        RetryConfig retry) {
    /** Copies what could change. */
    public RouteConfig {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return the same, known as this one} */
    RouteConfig as(Identity other) {
        return new RouteConfig(other, destination, ingress, egress, retry);
    }
}
