package io.l7mp.core.cluster;

import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Metadata;
import java.util.Optional;

/** Always the first endpoint; there is no falling back on the second. */
record TrivialBalancer(Endpoint first) implements Balancer {
    @Override
    public Optional<Endpoint> choose(Metadata metadata) {
        return Optional.of(first);
    }
}
