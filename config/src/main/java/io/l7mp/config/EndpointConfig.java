package io.l7mp.config;

import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;

/**
 * One address of a cluster.
 *
 * @param id which endpoint
 * @param spec as it was given, for dumps
 * @param endpoint the same, for connectors
 */
public record EndpointConfig(Identity id, Json.Obj spec, Endpoint endpoint) {
    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return the same, known as this one} */
    EndpointConfig as(Identity other) {
        return new EndpointConfig(other, spec, endpoint);
    }
}
