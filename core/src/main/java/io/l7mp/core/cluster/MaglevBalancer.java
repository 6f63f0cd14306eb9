package io.l7mp.core.cluster;

import io.l7mp.spi.Metadata;
import java.util.Set;

/** As the ring, but even: each endpoint has its share of the keys almost exactly. */
record MaglevBalancer(MaglevTable table, BalancerKey key) implements Balancer {
    @Override
    public Member choose(Metadata metadata, Set<Member> avoided) {
        return table.member(key.of(metadata), avoided);
    }
}
