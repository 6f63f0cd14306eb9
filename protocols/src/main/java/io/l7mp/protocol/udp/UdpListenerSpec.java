package io.l7mp.protocol.udp;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;

/**
 * Where a UDP listener listens, and to whom.
 *
 * @param port 0 for any that is free
 * @param address of this host, literal or name; empty for all of IPv4, {@code ::} for all
 * @param connect the only peer that is listened to, or part of its address
 * @param options how sessions are made
 */
public record UdpListenerSpec(int port, @Default("") String address, @Default("{}") Connect connect,
        @Default("{}") Options options) {
    private static final String SINGLETON = "singleton";
    private static final String NO_PEER = "Singleton mode requested but either connect.address or connect.port is not defined"
            + " (or neither): no remote to connect to";

    /** Checks the settings. */
    public UdpListenerSpec {
        check(port);
        if (options.mode().equals(SINGLETON) && !connect.isWhole()) {
            throw new ConfigException("", SINGLETON, NO_PEER);
        }
    }

    /** {@return whether there is one session, with a peer that is known from the beginning} */
    boolean isSingleton() {
        return connect.isWhole() && (options.mode().isEmpty() || options.mode().equals(SINGLETON));
    }

    private static void check(int port) {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
    }

    /**
     * The peer.
     *
     * @param address literal or name; empty for any
     * @param port 0 for any
     */
    public record Connect(@Default("") String address, @Default("0") int port) {
        /** Checks the settings. */
        public Connect {
            check(port);
        }

        boolean isWhole() {
            return !address.isEmpty() && port != 0;
        }
    }

    /**
     * How sessions are made and what they may hold.
     *
     * @param mode {@code server}: one session for each peer; {@code singleton}: one session with the peer in {@code connect}; empty:
     *        singleton if {@code connect} is whole, else server; other words count as server
     * @param queueMessages most datagrams that wait for a session that is not read; later ones are dropped
     * @param queueBytes most bytes of them
     */
    public record Options(@Default("") String mode, @Default("256") int queueMessages,
            @Default("1048576") int queueBytes) {
        static final Options DEFAULT = new Options("", 256, 1 << 20);

        /** Checks the settings. */
        public Options {
            bound("queue_messages", queueMessages, 1 << 16);
            bound("queue_bytes", queueBytes, 1 << 28);
        }

        private static void bound(String key, int value, int most) {
            if (value < 1 || value > most) {
                throw new ConfigException(key, value, "1.." + most);
            }
        }
    }
}
