package io.l7mp.linux;

import java.net.SocketAddress;

/**
 * One listener's hold on a listening socket, which it may share with others of this process. The newest that has started gets the
 * connections. Any thread may call; everything happens on the loop of {@link StreamPorts}.
 */
public final class StreamClaim {
    final StreamTarget target;
    private final StreamPorts ports;
    private final StreamPort port;

    /** Of the loop of the ports. */
    boolean started;

    StreamClaim(StreamPorts ports, StreamPort port, StreamTarget target) {
        this.ports = ports;
        this.port = port;
        this.target = target;
    }

    /** {@return what was bound, with the port that the system chose} */
    public SocketAddress address() {
        return port.address();
    }

    /** Begins to accept. Until then peers wait in the backlog, or go to the claim before this one. */
    public void start() {
        ports.run(() -> port.start(this));
    }

    /**
     * Gives the address back to the claim before this one, or frees it; idempotent.
     *
     * @param done runs, on any thread, when that is so
     */
    public void stop(Runnable done) {
        ports.run(() -> port.leave(this, done));
    }
}
