package io.l7mp.spi;

import java.util.Optional;

/**
 * A protocol in which we go to a peer, or a transform inside the program.
 *
 * @param <S> settings of a cluster
 */
public interface OutboundProtocol<S extends Record> extends Protocol {
    /** {@return the record of a cluster's settings} */
    Class<S> clusterSpec();

    /**
     * Says what the streams of such a cluster keep.
     *
     * @param spec the cluster's settings
     * @param input what is written to them
     * @return their traits; their shape is settled, never {@link Shape#AS_INPUT}
     */
    Traits clusterTraits(S spec, Traits input);

    /**
     * Makes what all sessions of a cluster share: pools, groups, a log file. Touches nothing outside. Any thread.
     *
     * @param spec the cluster's settings
     * @param env what the protocol may use
     * @return its connector
     */
    Connector open(S spec, ClusterEnv env);

    /** {@return whether a stream that went down can be had again} */
    default boolean retriable() {
        return true;
    }

    /** {@return whether its sessions end by themselves after one answer; a delete of what carries them waits for that} */
    default boolean answersOnce() {
        return false;
    }

    /** {@return for a cluster without endpoints the word in place of its load balancer; empty if it has endpoints} */
    default Optional<String> virtual() {
        return Optional.empty();
    }
}
