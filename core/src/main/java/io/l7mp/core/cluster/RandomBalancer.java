package io.l7mp.core.cluster;

import io.l7mp.spi.Metadata;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Any endpoint, by weight. */
record RandomBalancer(List<Member> members, RandomGenerator random) implements Balancer {
    @Override
    public Member choose(Metadata metadata, Set<Member> avoided) {
        if (avoided.isEmpty()) {
            return draw(members, random);
        }
        return draw(members.stream().filter(member -> !avoided.contains(member)).toList(), random);
    }

    /** {@return one of these, by weight} */
    static Member draw(List<Member> members, RandomGenerator random) {
        long total = 0;
        for (var member : members) {
            total += member.weight();
        }
        long left = random.nextLong(total);
        for (var member : members) {
            left -= member.weight();
            if (left < 0) {
                return member;
            }
        }
        throw new IllegalStateException("nothing to draw from");
    }
}
