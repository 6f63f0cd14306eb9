package io.l7mp.core.cluster;

import io.l7mp.spi.Connector;
import java.util.concurrent.atomic.AtomicInteger;

/** A connector and how many hold it: the snapshot, and every stage that uses it. The last one to leave closes it. Any thread. */
final class SharedConnector {
    private final Connector connector;
    private final AtomicInteger holders = new AtomicInteger(1);

    SharedConnector(Connector connector) {
        this.connector = connector;
    }

    /** {@return whether it could still be had} */
    boolean enter() {
        int before = holders.getAndUpdate(n -> n == 0 ? 0 : n + 1);
        return before > 0;
    }

    void leave() {
        if (holders.decrementAndGet() == 0) {
            connector.close();
        }
    }

    Connector connector() {
        return connector;
    }
}
