package io.l7mp.house.program;

import java.io.IOException;

/**
 * One end of a flow, driven by a test: plain sockets, none of the program's code. One thread may send while another receives; both
 * block, and an interrupt ends the wait and the connection.
 */
interface Peer extends Source, AutoCloseable {
    /** Sends one message, or some bytes. */
    void send(Message message) throws IOException;

    /** Says that nothing more follows; what the other side still says can be received. */
    void finish() throws IOException;

    @Override
    void close();
}
