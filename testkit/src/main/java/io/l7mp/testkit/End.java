package io.l7mp.testkit;

import java.util.List;

/**
 * One end of a connection in a contract test: a stream under test, or a foreign peer where a protocol has one side only. Any thread
 * may call; what is asked happens soon, in order.
 */
public interface End {
    /** Sends one payload, with the flags of a stream's write. */
    void send(byte[] payload, int flags);

    /** Ends its direction in order. */
    void finish();

    /** Breaks the connection. */
    void reset();

    /** Reads nothing from now on. */
    void stopReading();

    /** Reads again. */
    void readOn();

    /** {@return all payloads that came} */
    List<byte[]> received();

    /** {@return how many bytes came} */
    long receivedBytes();

    /** {@return whether the other end finished in order} */
    boolean finished();

    /** {@return whether it is over} */
    boolean closed();
}
