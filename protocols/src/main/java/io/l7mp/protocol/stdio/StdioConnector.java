package io.l7mp.protocol.stdio;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import java.io.OutputStream;
import java.time.Duration;

/** All sessions write to the same output and take turns at the same input. */
record StdioConnector(ClusterEnv env, Stdin input, OutputStream output) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        done.done(new Connected(new StdioStream(loop, env, input, output), Metadata.EMPTY));
        return Attempt.OVER;
    }

    @Override
    public void close() {
        // Neither end is ours to close.
    }
}
