package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.TlsSpec;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;

/**
 * Settings of a WebSocket listener.
 *
 * @param port where to listen; 0 for any
 * @param address on which of our addresses; empty for all
 * @param path what the path of every upgrade request has to begin with; empty for any
 * @param maxMessage most bytes of one message from a peer
 * @param pingInterval how often, in seconds, peers are asked whether they are still there; 0 for never
 * @param tls whether and how connections are encrypted
 */
public record WebSocketListenerSpec(int port, @Default("") String address, @Default("") String path,
        @Default("1048576") int maxMessage, @Default("0") int pingInterval,
        @Default(TlsSpec.DEFAULT) TlsSpec tls) {
    /** Checks the settings. */
    public WebSocketListenerSpec {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
        check(maxMessage, pingInterval);
    }

    /**
     * Encrypts nothing.
     *
     * @param port 0 for any
     * @param address empty for all
     * @param path empty for any
     * @param maxMessage most bytes of one message from a peer
     * @param pingInterval in seconds; 0 for never
     */
    public WebSocketListenerSpec(int port, String address, String path, int maxMessage, int pingInterval) {
        this(port, address, path, maxMessage, pingInterval, TlsSpec.NONE);
    }

    static void check(int maxMessage, int pingInterval) {
        if (maxMessage < 1) {
            throw new ConfigException("max_message", maxMessage, "at least 1 byte");
        }
        if (pingInterval < 0) {
            throw new ConfigException("ping_interval", pingInterval, "at least 0 seconds");
        }
    }
}
