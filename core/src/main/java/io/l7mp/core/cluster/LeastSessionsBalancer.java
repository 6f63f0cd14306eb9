package io.l7mp.core.cluster;

import io.l7mp.spi.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The endpoint with the fewest sessions for its weight; among equals any of them, by weight. A session counts from the choice to
 * the end of its stream. Two threads that choose at the same moment may see the same counts.
 */
record LeastSessionsBalancer(List<Member> members, RandomGenerator random) implements Balancer {
    @Override
    public Member choose(Metadata metadata, Set<Member> avoided) {
        var equals = new ArrayList<Member>(members.size());
        long fewest = 0;
        long weight = 1;
        for (var member : members) {
            if (!avoided.contains(member)) {
                long sessions = member.standing().sessions();
                // sessions / member.weight() against fewest / weight, without fractions
                int order = equals.isEmpty()
                        ? -1
                        : Long.compare(sessions * weight, fewest * member.weight());
                if (order < 0) {
                    equals.clear();
                    fewest = sessions;
                    weight = member.weight();
                }
                if (order <= 0) {
                    equals.add(member);
                }
            }
        }
        return equals.size() == 1 ? equals.getFirst() : RandomBalancer.draw(equals, random);
    }
}
