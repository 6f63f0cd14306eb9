package io.l7mp.core.cluster;

import io.l7mp.config.BalancerConfig;
import io.l7mp.config.Identity;
import io.l7mp.spi.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Endpoints of no particular cluster. */
final class Pool {
    private static final AtomicLong SERIAL = new AtomicLong();

    private Pool() {}

    static Member member(String name, String address, int port, int weight) {
        return new Member(new Identity(name, SERIAL.incrementAndGet(), 0),
                new Endpoint(name, address, port, weight), new Standing("pool", name));
    }

    /** {@return members a, b, c and so on, of these weights, at addresses 127.0.0.1 and so on} */
    static List<Member> weighing(int... weights) {
        var members = new Member[weights.length];
        for (int i = 0; i < weights.length; i++) {
            members[i] = member(String.valueOf((char) ('a' + i)), "127.0.0." + (i + 1), 0, weights[i]);
        }
        return List.of(members);
    }

    static BalancerConfig policy(String policy, String key) {
        return new BalancerConfig(policy, key, true);
    }
}
