package io.l7mp.spi;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

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
}
