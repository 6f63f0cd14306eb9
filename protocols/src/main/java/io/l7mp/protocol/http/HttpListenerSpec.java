package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.TlsSpec;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;

/**
 * Settings of an HTTP listener.
 *
 * @param port where to listen; 0 for any
 * @param address on which of our addresses; empty for all
 * @param path what the path of every request has to begin with; empty for any
 * @param tls whether and how connections are encrypted
 */
public record HttpListenerSpec(int port, @Default("") String address, @Default("") String path,
        @Default(TlsSpec.DEFAULT) TlsSpec tls) {
    /** Checks the settings. */
    public HttpListenerSpec {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
    }

    /**
     * Encrypts nothing.
     *
     * @param port 0 for any
     * @param address empty for all
     * @param path empty for any
     */
    public HttpListenerSpec(int port, String address, String path) {
        this(port, address, path, TlsSpec.NONE);
    }
}
