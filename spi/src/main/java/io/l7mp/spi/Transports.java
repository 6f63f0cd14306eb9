package io.l7mp.spi;

import java.time.Duration;

/**
 * What a protocol that rides on others may know of them before it has a stream. Any thread.
 *
 * <p>Each method takes the settings of what is ridden on, with {@code protocol}, and throws a {@link ConfigException} where they are
 * not good.
 */
public interface Transports {
    /**
     * Says what the streams of such a listener keep.
     *
     * @param transportSpec the listener's settings
     * @return their traits
     */
    Traits listenerTraits(Json.Obj transportSpec);

    /**
     * Says after how long without payload a session of such a listener ends.
     *
     * @param transportSpec the listener's settings
     * @return the limit; zero for none
     */
    Duration idleTimeout(Json.Obj transportSpec);

    /**
     * Says whether such a listener may have its address together with others.
     *
     * @param transportSpec the listener's settings
     * @return whether the newest that admits a peer gets it
     */
    boolean sharesAddress(Json.Obj transportSpec);

    /**
     * Says what the streams of such a cluster keep.
     *
     * @param transportSpec the cluster's settings
     * @param input what is written to them
     * @return their traits
     */
    Traits clusterTraits(Json.Obj transportSpec, Traits input);
}
