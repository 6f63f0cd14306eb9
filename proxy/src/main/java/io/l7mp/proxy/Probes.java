package io.l7mp.proxy;

import io.l7mp.control.MetricsPage;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probe server as {@code admin.probe_port} wants it at the moment: none, or one on all addresses, since who asks runs elsewhere.
 * Any thread but event loops: opening and closing may wait for the server's own thread.
 */
final class Probes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final Readiness readiness = new Readiness();
    private final MetricsPage page;

    /** Guarded by this object, as the next. */
    private @Nullable ProbeServer server;

    private boolean closed;

    Probes(MetricsPage page) {
        this.page = page;
    }

    Readiness readiness() {
        return readiness;
    }

    /**
     * Moves to another port; stays where it is if that is taken.
     *
     * @param port 0 for none
     * @throws IOException the system's word for why it cannot be had
     */
    synchronized void serve(int port) throws IOException {
        if (closed || (server != null && server.port() == port)) {
            return;
        }
        var next = port == 0
                ? null
                : ProbeServer.open(new InetSocketAddress(port), readiness, page::text);
        stop();
        server = next;
    }

    /** Moves to another port, while the proxy runs. */
    void follow(int port) {
        try {
            serve(port);
        } catch (IOException e) {
            LOG.atError().addKeyValue("probe_port", port).addKeyValue("because", e.getMessage())
                    .log("probes are not served where the configuration says");
        }
    }

    private void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
