package io.l7mp.core.cluster;

import io.l7mp.config.BalancerConfig;
import io.l7mp.spi.Metadata;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The choice of one endpoint for a session. Any thread. */
interface Balancer {
    /**
     * Chooses.
     *
     * @param metadata the session's
     * @param avoided who is to be passed over; never all
     * @return where it goes
     */
    Member choose(Metadata metadata, Set<Member> avoided);

    /** {@return whether this policy ever passes over an endpoint} */
    static boolean moves(BalancerConfig config) {
        return switch (config.policy()) {
            case "Trivial", "None" -> false;
            default -> true;
        };
    }

    /**
     * Makes the balancer of a cluster, for one version of its endpoints. {@code None} on a cluster that has endpoints is the first
     * endpoint.
     *
     * @param config which policy, and on what
     * @param members in their order, at least one
     * @param random may be asked by any thread
     * @return the balancer
     */
    static Balancer of(BalancerConfig config, List<Member> members, RandomGenerator random) {
        return switch (config.policy()) {
            case "HashRing", "ConsistentHash" ->
                new HashRingBalancer(new HashRing(members), new BalancerKey(config.key(), random));
            case "Maglev" ->
                new MaglevBalancer(new MaglevTable(members), new BalancerKey(config.key(), random));
            case "RoundRobin" -> new RoundRobinBalancer(members);
            case "Random" -> new RandomBalancer(members, random);
            case "LeastSessions" -> new LeastSessionsBalancer(members, random);
            default -> new TrivialBalancer(members.getFirst());
        };
    }
}
