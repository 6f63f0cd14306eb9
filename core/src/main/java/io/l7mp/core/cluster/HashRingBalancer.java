package io.l7mp.core.cluster;

import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sessions with the same value at some place of their metadata go to the same endpoint; those without one go anywhere, by weight. */
final class HashRingBalancer implements Balancer {
    /** How many keys the reference draws from; so few that not every light endpoint is reached. */
    private static final int RANDOM_KEYS = 1000;

    private final HashRing ring;
    private final Path key;
    private final RandomGenerator random;

    HashRingBalancer(HashRing ring, String key, RandomGenerator random) {
        this.ring = ring;
        this.key = Path.of(key);
        this.random = random;
    }

    /** Null counts as nothing here, where the reference fails. */
    @Override
    public Optional<Endpoint> choose(Metadata metadata) {
        var text = metadata.get(key)
                .filter(value -> !(value instanceof Json.Null))
                .map(HashRingKey::text)
                .orElseGet(() -> Integer.toString(random.nextInt(RANDOM_KEYS)));
        return Optional.of(ring.member(text));
    }
}
