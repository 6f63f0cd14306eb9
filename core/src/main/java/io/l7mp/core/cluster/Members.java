package io.l7mp.core.cluster;

import io.l7mp.config.ClusterConfig;
import io.l7mp.config.Identity;
import io.l7mp.spi.Endpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The endpoints of one version of a cluster, in their order. Any thread.
 *
 * @param all each with what is remembered of it
 * @param watched whether refusals count
 */
record Members(List<Member> all, boolean watched) {
    static final Members NONE = new Members(List.of(), false);

    Members {
        all = List.copyOf(all);
    }

    /** {@return those of a version; of who was there before is remembered what was} */
    Members next(ClusterConfig config) {
        var known = new HashMap<Identity, Standing>();
        all.forEach(member -> known.put(member.id(), member.standing()));
        boolean watches = !config.virtual() && config.balancer().health()
                && Balancer.moves(config.balancer());
        return new Members(config.virtual() ? List.of(virtual(config, known)) : real(config, known), watches);
    }

    private static List<Member> real(ClusterConfig config, Map<Identity, Standing> known) {
        return config.endpoints().stream()
                .map(endpoint -> member(config.name(), endpoint.id(), endpoint.endpoint(), known))
                .toList();
    }

    private static Member virtual(ClusterConfig config, Map<Identity, Standing> known) {
        return member(config.name(), config.id(), Endpoint.virtual(config.name()), known);
    }

    private static Member member(String cluster, Identity id, Endpoint endpoint,
            Map<Identity, Standing> known) {
        var standing = known.get(id);
        return new Member(id, endpoint,
                standing == null ? new Standing(cluster, endpoint.name()) : standing);
    }

    /** {@return who is to be passed over: those that rest, or nobody if that were all} */
    Set<Member> avoided(long now) {
        if (!watched) {
            return Set.of();
        }
        Set<Member> resting = Set.of();
        for (var member : all) {
            if (member.standing().health().isAvoided(now)) {
                resting = resting.isEmpty() ? new HashSet<>() : resting;
                resting.add(member);
            }
        }
        return resting.size() == all.size() ? Set.of() : resting;
    }
}
