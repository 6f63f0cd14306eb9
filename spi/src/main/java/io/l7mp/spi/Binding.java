package io.l7mp.spi;

import java.net.SocketAddress;
import java.util.List;

/** An address that was taken for one listener. Any thread may call any method; each of them is idempotent. */
public interface Binding {
    /** {@return what was bound, with the port that the system chose where 0 was asked for} */
    List<SocketAddress> addresses();

    /** Begins to accept; until now the binding was deaf. */
    void start();

    /**
     * Accepts nobody any more and frees the address. Sessions live on.
     *
     * @param done runs, on any thread, when the address is free
     */
    void stopAccepting(Runnable done);

    /**
     * Stops, and resets what sessions are left.
     *
     * @param done runs, on any thread, when every descriptor is gone
     */
    void close(Runnable done);
}
