package io.l7mp.core.cluster;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.random.RandomGenerator;

/** What a session is hashed by: the value at some place of its metadata, or chance if there is none. Any thread. */
final class BalancerKey {
    /** How many keys the reference draws from; so few that not every light endpoint is reached. */
    private static final int RANDOM_KEYS = 1000;

    private final Path path;
    private final RandomGenerator random;

    BalancerKey(String path, RandomGenerator random) {
        this.path = Path.of(path);
        this.random = random;
    }

    /** {@return the text to hash} Null counts as nothing here, where the reference fails. */
    String of(Metadata metadata) {
        return metadata.get(path)
                .filter(value -> !(value instanceof Json.Null))
                .map(HashRingKey::text)
                .orElseGet(() -> Integer.toString(random.nextInt(RANDOM_KEYS)));
    }
}
