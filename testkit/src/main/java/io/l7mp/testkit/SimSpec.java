package io.l7mp.testkit;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;

/**
 * Settings of simulated listeners and clusters.
 *
 * @param port where; 0 lets a listener choose
 * @param kind {@code bytes}, {@code messages}, or {@code datagrams}, which promise neither order nor arrival
 * @param halfClose whether one direction may end alone
 * @param pausable whether a reader can slow its writer down
 * @param largest most bytes of one message
 */
public record SimSpec(@Default("0") int port, @Default("bytes") String kind,
        @Default("true") boolean halfClose,
        @Default("true") boolean pausable, @Default("2147483647") int largest) {
    public SimSpec {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "0..65535");
        }
        if (!kind.equals("bytes") && !kind.equals("messages") && !kind.equals("datagrams")) {
            throw new ConfigException("kind", kind, "bytes, messages, datagrams");
        }
        if (largest < 1) {
            throw new ConfigException("largest", largest, "at least 1");
        }
    }

    /** {@return a byte stream as TCP is one} */
    public static SimSpec bytes(int port) {
        return new SimSpec(port, "bytes", true, true, Integer.MAX_VALUE);
    }

    /** {@return reliable messages that end in both directions at once, as WebSocket has them} */
    public static SimSpec messages(int port) {
        return new SimSpec(port, "messages", false, true, 1 << 20);
    }

    /** {@return messages that may be lost, as UDP has them} */
    public static SimSpec datagrams(int port) {
        return new SimSpec(port, "datagrams", false, false, 65_507);
    }

    /** {@return the same settings at another port} */
    public SimSpec at(int otherPort) {
        return new SimSpec(otherPort, kind, halfClose, pausable, largest);
    }

    /** {@return what its streams keep} */
    public Traits traits() {
        var shape = kind.equals("bytes") ? Shape.BYTES : Shape.MESSAGES;
        var sure = !kind.equals("datagrams");
        return new Traits(shape, sure, sure && pausable, halfClose, pausable, largest);
    }
}
