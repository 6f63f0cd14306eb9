package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.l7mp.spi.Json;
import io.l7mp.spi.Key;

/**
 * What a JSONSocket listener rides on, and how patient it is.
 *
 * @param transport settings of a listener of another protocol, with {@code protocol}
 * @param headerTimeout how long, in milliseconds, a peer may take to send its header
 * @param maxWaiting most peers at once that have not sent theirs; others are turned away
 */
public record JsonSocketListenerSpec(@Key({
        "transport", "transport_spec"}) @Default("{}") Json.Obj transport,
        @Default("10000") int headerTimeout, @Default("1000") int maxWaiting) {
    private static final int LONGEST = 3_600_000;

    /** Checks the settings. */
    public JsonSocketListenerSpec {
        if (transport.members().isEmpty()) {
            throw new ConfigException("", "{}", "JSONSocketListener: No transport specified");
        }
        if (headerTimeout < 1 || headerTimeout > LONGEST) {
            throw new ConfigException("header_timeout", headerTimeout, "1.." + LONGEST + " milliseconds");
        }
        if (maxWaiting < 1) {
            throw new ConfigException("max_waiting", maxWaiting, "at least 1");
        }
    }
}
