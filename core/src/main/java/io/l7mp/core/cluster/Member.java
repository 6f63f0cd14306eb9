package io.l7mp.core.cluster;

import io.l7mp.config.Identity;
import io.l7mp.spi.Endpoint;

/**
 * An endpoint as one version of its cluster has it, with what is remembered of it from version to version. Any thread.
 *
 * @param id which object of the configuration
 * @param endpoint where it is, and its weight in this version
 * @param standing shared with other versions
 */
record Member(Identity id, Endpoint endpoint, Standing standing) {
    /** {@return its share} */
    int weight() {
        return endpoint.weight();
    }
}
