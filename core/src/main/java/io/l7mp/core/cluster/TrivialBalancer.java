package io.l7mp.core.cluster;

import io.l7mp.spi.Metadata;
import java.util.Set;

/** Always the first endpoint; there is no falling back on the second. */
record TrivialBalancer(Member first) implements Balancer {
    @Override
    public Member choose(Metadata metadata, Set<Member> avoided) {
        return first;
    }
}
