package io.l7mp.spi;

/** What the protocol of a listener may use. */
public interface ListenerEnv extends Env {
    /** {@return the loop with the fewest sessions} */
    Loop lightest();

    /** {@return the listener's next number for a session's name, from 0} */
    long nextId();

    /**
     * Binds another protocol's listener to ride on.
     *
     * @param transportSpec its settings, with {@code protocol}
     * @param acceptor where its peers are offered
     * @param done hears of the result, on any thread
     */
    void bind(Json.Obj transportSpec, Acceptor acceptor, Completion<Binding> done);
}
