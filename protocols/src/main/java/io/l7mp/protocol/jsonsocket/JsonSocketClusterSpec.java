package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.l7mp.spi.Json;
import io.l7mp.spi.Key;
import java.util.List;

/**
 * What a JSONSocket cluster rides on, and what it says first.
 *
 * @param transport settings of a cluster of another protocol, with {@code protocol}
 * @param header what the request header is made of, in this order; an entry that is none is found out by the first session
 * @param repeat after how many milliseconds without an answer the request is sent again, over unreliable transports; 0 for never
 */
public record JsonSocketClusterSpec(@Key({
        "transport", "transport_spec"}) @Default("{}") Json.Obj transport,
        @Default("[]") List<Json> header, @Default("0") int repeat) {
    private static final int SHORTEST = 10;

    /** Checks the settings. */
    public JsonSocketClusterSpec {
        header = List.copyOf(header);
        if (transport.members().isEmpty()) {
            throw new ConfigException("", "{}", "JSONSocketCluster: No transport specified");
        }
        if (repeat != 0 && repeat < SHORTEST) {
            throw new ConfigException("repeat", repeat, "0, or at least " + SHORTEST + " milliseconds");
        }
    }
}
