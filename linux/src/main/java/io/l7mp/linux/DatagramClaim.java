package io.l7mp.linux;

import java.net.InetSocketAddress;

/** One listener's hold on a datagram port. Any thread. */
public final class DatagramClaim {
    final DatagramTarget target;
    private final DatagramPorts ports;
    private final DatagramPort port;

    /** Read on all loops. */
    volatile boolean started;

    DatagramClaim(DatagramPorts ports, DatagramPort port, DatagramTarget target) {
        this.ports = ports;
        this.port = port;
        this.target = target;
    }

    /** {@return what was bound, with the port that the system chose} */
    public InetSocketAddress address() {
        return port.address();
    }

    /** Begins to take new peers. Until then they go to the claim before this one, or wait in the kernel. */
    public void start() {
        started = true; // from here on, where the sockets are read already for others
        ports.run(() -> port.start(this));
    }

    /**
     * Takes no new peers any more and gives the address back to the claim before this one. The socket stays as long as there are
     * sessions on it; idempotent.
     *
     * @param done runs, on any thread, when the address is free for us
     */
    public void stop(Runnable done) {
        ports.run(() -> port.leave(this, done));
    }

    /**
     * Asks to be told when the sockets are closed, after this claim has stopped and its flows have ended.
     *
     * @param done runs, on any thread, then, or at once if others use the port
     */
    public void whenGone(Runnable done) {
        ports.run(() -> port.whenGone(done));
    }
}
