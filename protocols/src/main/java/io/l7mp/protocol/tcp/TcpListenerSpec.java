package io.l7mp.protocol.tcp;

import io.l7mp.protocol.wire.TlsSpec;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;

/**
 * Where a TCP listener listens.
 *
 * @param port 0 for any that is free
 * @param address of an interface, literal or name; empty for all, IPv6 and IPv4
 * @param tls whether and how connections are encrypted
 */
public record TcpListenerSpec(int port, @Default("") String address, @Default(TlsSpec.DEFAULT) TlsSpec tls) {
    /** Checks the settings. */
    public TcpListenerSpec {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
    }

    /**
     * Encrypts nothing.
     *
     * @param port 0 for any that is free
     * @param address empty for all
     */
    public TcpListenerSpec(int port, String address) {
        this(port, address, TlsSpec.NONE);
    }
}
