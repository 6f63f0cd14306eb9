package io.l7mp.core.cluster;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.SessionFacts;
import java.time.Duration;

/**
 * The transport below another protocol's connector: counts connects as if it were a cluster, as clients of the reference know it.
 * A session that has agreed on something was connected before, and is not counted again.
 */
final class CountedConnector implements Connector {
    private final Connector connector;
    private final Runnable count;

    CountedConnector(Connector connector, Runnable count) {
        this.connector = connector;
        this.count = count;
    }

    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        boolean first = session.agreed().isEmpty();
        return connector.connect(endpoint, session, loop, limit, first ? counted(done) : done);
    }

    private Completion<Connected> counted(Completion<Connected> done) {
        return new Completion<>() {
            @Override
            public void done(Connected value) {
                count.run();
                done.done(value);
            }

            @Override
            public void failed(Cause cause) {
                done.failed(cause);
            }
        };
    }

    @Override
    public void close() {
        connector.close();
    }
}
