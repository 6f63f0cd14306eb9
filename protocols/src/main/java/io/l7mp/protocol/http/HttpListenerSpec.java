package io.l7mp.protocol.http;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;

/**
 * Settings of an HTTP listener.
 *
 * @param port where to listen; 0 for any
 * @param address on which of our addresses; empty for all
 * @param path what the path of every request has to begin with; empty for any
 */
public record HttpListenerSpec(int port, @Default("") String address, @Default("") String path) {
    /** Checks the settings. */
    public HttpListenerSpec {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
    }
}
