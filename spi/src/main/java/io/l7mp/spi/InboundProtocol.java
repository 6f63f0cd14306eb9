package io.l7mp.spi;

import java.time.Duration;

/**
 * A protocol in which peers come to us.
 *
 * @param <S> settings of a listener
 */
public interface InboundProtocol<S extends Record> extends Protocol {
    /** {@return the record of a listener's settings} */
    Class<S> listenerSpec();

    /**
     * Says what the streams of such a listener keep.
     *
     * @param spec the listener's settings
     * @return their traits
     */
    Traits listenerTraits(S spec);

    /**
     * Says after how long without payload a session ends, unless the listener's {@code options.idle_timeout} does.
     *
     * @param spec the listener's settings
     * @return the limit; zero for none
     */
    default Duration idleTimeout(S spec) {
        return Duration.ofHours(1);
    }

    /**
     * Says whether several listeners may have one address; the newest that admits a peer gets it.
     *
     * @param spec the listener's settings
     * @return whether it may share its address
     */
    default boolean sharesAddress(S spec) {
        return false;
    }

    /**
     * Looks whether all is there that the settings name: files, say. Takes nothing and leaves nothing behind, so that a change may
     * ask before it does anything. On a thread that may block.
     *
     * @param spec the listener's settings
     * @param env what the protocol may use
     * @throws ConfigException if {@link #bind} would refuse them
     */
    default void check(S spec, ListenerEnv env) {
        // Most settings are whole by themselves.
    }

    /**
     * Takes the address. Nothing is accepted before {@link Binding#start()}. Any thread; once for each listener.
     *
     * @param spec the listener's settings
     * @param acceptor where peers are offered
     * @param env what the protocol may use
     * @param done hears of the result, on any thread
     */
    void bind(S spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done);
}
