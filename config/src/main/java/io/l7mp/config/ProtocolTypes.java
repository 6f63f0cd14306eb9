package io.l7mp.config;

import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.OutboundProtocol;
import java.util.Optional;
import java.util.SortedSet;

/** Which protocols there are, so that their settings can be decoded. */
public interface ProtocolTypes {
    /**
     * Looks up a protocol for listeners.
     *
     * @param name the word in {@code spec.protocol}
     * @return the protocol, if there is one
     */
    Optional<InboundProtocol<?>> inbound(String name);

    /**
     * Looks up a protocol for clusters.
     *
     * @param name the word in {@code spec.protocol}
     * @return the protocol, if there is one
     */
    Optional<OutboundProtocol<?>> outbound(String name);

    /** {@return the names of all protocols for listeners, in the order of the alphabet} */
    SortedSet<String> inboundNames();

    /** {@return the names of all protocols for clusters, in the order of the alphabet} */
    SortedSet<String> outboundNames();
}
