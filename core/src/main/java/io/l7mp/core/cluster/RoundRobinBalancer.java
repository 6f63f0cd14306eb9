package io.l7mp.core.cluster;

import io.l7mp.spi.Metadata;
import java.util.List;
import java.util.Set;

/**
 * Endpoints in turn, those of more weight more often, and their turns spread: 3:1:1 is a b a c a, not a a a b c.
 *
 * <p>At every choice each endpoint earns its weight, and the one that has most pays for all. The credits stay with the endpoints
 * from version to version. Threads that choose at the same moment may take the same one, which then waits longer: no turn is lost.
 */
record RoundRobinBalancer(List<Member> members) implements Balancer {
    @Override
    public Member choose(Metadata metadata, Set<Member> avoided) {
        var best = members.getFirst();
        long most = Long.MIN_VALUE;
        long total = 0;
        for (var member : members) {
            if (!avoided.contains(member)) {
                long credit = member.standing().credit(member.weight());
                total += member.weight();
                if (credit > most) {
                    most = credit;
                    best = member;
                }
            }
        }
        best.standing().credit(-total);
        return best;
    }
}
