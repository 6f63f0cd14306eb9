package io.l7mp.spi;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;

/** What the protocol of a cluster may use. */
public interface ClusterEnv extends Env {
    /**
     * Opens a file to append to, when the first line is written. Any thread.
     *
     * @param path the file; {@code -} for standard output
     * @return its writer, shared by all sessions of the cluster
     */
    Appender append(String path);

    /**
     * Resolves a host name; literal addresses never wait. On the loop.
     *
     * @param host name or literal address
     * @param loop where the result is wanted
     * @param limit how long it may take
     * @param done hears of the result: at least one address, in the system's order; may be called before this returns
     * @return the look-up, to be cancelled
     */
    Attempt resolve(String host, Loop loop, Duration limit, Completion<List<InetAddress>> done);

    /**
     * Opens another protocol's connector to ride on.
     *
     * @param transportSpec its settings, with {@code protocol}
     * @return its connector; closed by the caller
     */
    Connector connector(Json.Obj transportSpec);

    /**
     * Opens counters of bytes and messages, as {@code session_byte_counter_total} and {@code session_packet_counter_total}. Equal
     * labels are one pair of sums. Any thread.
     *
     * @param labels names and values, in the order in which they are shown
     * @return the counters, to be closed
     */
    Meter meter(SequencedMap<String, String> labels);
}
