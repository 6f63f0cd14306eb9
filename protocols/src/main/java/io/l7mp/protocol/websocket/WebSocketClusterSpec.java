package io.l7mp.protocol.websocket;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.netty.util.NetUtil;

/**
 * Settings of a WebSocket cluster.
 *
 * @param port of every endpoint that has none of its own; 0 for 80, or 443 with TLS
 * @param bind where we connect from
 * @param path the URL's path, where the session's metadata has none
 * @param carryHost whether the peer is told the host name that our own peer asked for, instead of the endpoint's
 * @param maxMessage most bytes of one message from the peer
 * @param pingInterval how often, in seconds, peers are asked whether they are still there; 0 for never
 */
public record WebSocketClusterSpec(@Default("0") int port, @Default("{}") Bind bind,
        @Default("/") String path,
        @Default("false") boolean carryHost, @Default("1048576") int maxMessage,
        @Default("0") int pingInterval) {
    /** Checks the settings. */
    public WebSocketClusterSpec {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
        WebSocketListenerSpec.check(maxMessage, pingInterval);
    }

    /**
     * Our own end of the connection.
     *
     * @param address a literal one of ours; empty for any
     */
    public record Bind(@Default("") String address) {
        /** Checks the settings. */
        public Bind {
            if (!address.isEmpty() && NetUtil.createByteArrayFromIpAddressString(address) == null) {
                throw new ConfigException("address", address, "a literal address of this host");
            }
        }
    }
}
