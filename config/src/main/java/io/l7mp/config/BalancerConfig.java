package io.l7mp.config;

/**
 * How an endpoint is chosen.
 *
 * @param policy as dumped: {@code Trivial}, {@code HashRing} or {@code None}
 * @param key path into the metadata whose value is hashed; empty for a random one
 */
public record BalancerConfig(String policy, String key) {
    /** Always the first endpoint. */
    public static final BalancerConfig TRIVIAL = new BalancerConfig("Trivial", "");
}
