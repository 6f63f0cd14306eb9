package io.l7mp.spi;

/** What the protocol of a listener may use. */
public interface ListenerEnv extends Env {
    /** {@return the loop with the fewest sessions} */
    Loop lightest();

    /** {@return the listener's next number for a session's name, from 0} */
    long nextId();

    /**
     * Asks whether a file may be made there, which {@code admin.file_roots} may limit. Looks at the disk, so a thread that may block
     * asks.
     *
     * @param setting where the path stands
     * @param path the file
     * @throws ConfigException if not
     */
    void checkFile(String setting, String path);

    /**
     * Looks whether another protocol's listener finds what its settings name; see {@link InboundProtocol#check}.
     *
     * @param transportSpec its settings, with {@code protocol}
     * @throws ConfigException if not
     */
    void check(Json.Obj transportSpec);

    /**
     * Binds another protocol's listener to ride on.
     *
     * @param transportSpec its settings, with {@code protocol}
     * @param acceptor where its peers are offered
     * @param done hears of the result, on any thread
     */
    void bind(Json.Obj transportSpec, Acceptor acceptor, Completion<Binding> done);
}
