package io.l7mp.house.program;

import java.io.IOException;
import java.net.SocketAddress;

/** Where peers are waited for: an upstream of the program. */
interface Door extends AutoCloseable {
    SocketAddress address();

    /** Waits for a peer; an interrupt ends the wait. */
    Peer accept() throws IOException;

    @Override
    void close();
}
