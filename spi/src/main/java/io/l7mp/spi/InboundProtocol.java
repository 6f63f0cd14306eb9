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

    /** {@return whether several listeners may have one address; the newest that admits a peer gets it} */
    default boolean sharesAddress() {
        return false;
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
