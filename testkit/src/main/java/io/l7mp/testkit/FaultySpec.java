package io.l7mp.testkit;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import java.util.List;

/**
 * Settings of {@link FaultyProtocol}.
 *
 * @param where {@code write}: throws from inside write; {@code receiver}: hands on a payload at which every receiver throws;
 *        {@code handler}: throws in a task of its own on the loop, and ends that stream
 * @param trigger a payload with this text in it sets the fault off
 */
public record FaultySpec(@Default("write") String where, @Default("THROW") String trigger) {
    private static final List<String> PLACES = List.of("write", "receiver", "handler");

    public FaultySpec {
        if (!PLACES.contains(where)) {
            throw new ConfigException("where", where, String.join(", ", PLACES));
        }
    }
}
