package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Set;

/**
 * How an endpoint is chosen.
 *
 * @param policy as dumped: {@code Trivial}, {@code RoundRobin}, {@code Random}, {@code LeastSessions}, {@code HashRing}, {@code
 *     Maglev} or {@code None}
 * @param key path into the metadata whose value is hashed; empty for a random one
 * @param health whether endpoints that refuse are passed over for a while
 */
public record BalancerConfig(String policy, String key, boolean health) {
    /** Always the first endpoint. */
    public static final BalancerConfig TRIVIAL = of("Trivial");

    private static final Set<String> KEYED = Set.of("HashRing", "Maglev");

    static BalancerConfig of(String policy) {
        return new BalancerConfig(policy, "", true);
    }

    /** {@return whether the key has a meaning} */
    boolean isKeyed() {
        return KEYED.contains(policy);
    }

    /** {@return it as dumps show it} */
    Json.Obj shown() {
        var dump = Json.obj("policy", policy);
        if (isKeyed()) {
            dump = dump.with("key", Json.of(key.isEmpty() ? "<RANDOM>" : key));
        }
        return health ? dump : dump.with("health", Json.of("off"));
    }
}
