package io.l7mp.core.cluster;

import io.l7mp.spi.Metadata;
import java.util.Set;

/** Sessions with the same value at some place of their metadata go to the same endpoint; those without one go anywhere, by weight. */
record HashRingBalancer(HashRing ring, BalancerKey key) implements Balancer {
    @Override
    public Member choose(Metadata metadata, Set<Member> avoided) {
        return ring.member(key.of(metadata), avoided);
    }
}
