package io.l7mp.protocol.udp;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.netty.util.NetUtil;

/**
 * How a UDP cluster connects.
 *
 * @param port of every endpoint that has none of its own; 0 where each has
 * @param bind where from
 */
public record UdpClusterSpec(@Default("0") int port, @Default("{}") Bind bind) {
    /** Checks the settings. */
    public UdpClusterSpec {
        check(port);
    }

    /**
     * Our own end.
     *
     * @param address a literal one of this host; empty for any
     * @param port 0 for any that is free
     */
    public record Bind(@Default("") String address, @Default("0") int port) {
        /** Checks the settings. */
        public Bind {
            check(port);
            if (!address.isEmpty() && NetUtil.createByteArrayFromIpAddressString(address) == null) {
                throw new ConfigException("address", address, "a literal address of this host");
            }
        }
    }

    private static void check(int port) {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
    }
}
