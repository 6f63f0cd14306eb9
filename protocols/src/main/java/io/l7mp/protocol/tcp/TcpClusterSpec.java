package io.l7mp.protocol.tcp;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.netty.util.NetUtil;

/**
 * How a TCP cluster connects.
 *
 * @param port of every endpoint that has none of its own; 0 where each has
 * @param bind where from
 */
public record TcpClusterSpec(@Default("0") int port, @Default("{}") Bind bind) {
    /** Checks the settings. */
    public TcpClusterSpec {
        check("port", port);
    }

    /**
     * Our own end of the connection.
     *
     * @param address a literal one of ours; empty for any
     * @param port 0 for any that is free
     */
    public record Bind(@Default("") String address, @Default("0") int port) {
        /** Checks the settings. */
        public Bind {
            check("port", port);
            if (!address.isEmpty() && NetUtil.createByteArrayFromIpAddressString(address) == null) {
                throw new ConfigException("address", address, "a literal address of this host");
            }
        }
    }

    private static void check(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new ConfigException(key, port, "0..65535");
        }
    }
}
