package io.l7mp.testkit;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Timer;
import java.time.Duration;

/** Connects a simulated cluster. The peer sees the session's metadata as its greeting. */
record SimConnector(SimNet net, SimSpec spec, ClusterEnv env) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        int port = endpoint.port() == 0 ? spec.port() : endpoint.port();
        var dial = new Dial(this, loop, done);
        dial.limit = loop.after(limit, () -> dial.giveUp(Cause.of(Kind.TIMED_OUT, "connect ETIMEDOUT "
                + SimNet.key(endpoint.address(), port))));
        net.connect(dial.stream, endpoint.address(), port, session.metadata());
        return dial;
    }

    @Override
    public void close() {
        // Nothing is shared.
    }

    /** One attempt, on the session's loop. */
    private static final class Dial implements Attempt, SimStream.Handshake {
        private final SimStream stream;
        private final Completion<Connected> done;
        private Timer limit;
        private boolean over;

        Dial(SimConnector connector, Loop loop, Completion<Connected> done) {
            this.done = done;
            this.limit = loop.after(Duration.ZERO, () -> {});
            this.stream = new SimStream(connector.net, loop, connector.spec.traits(), connector.env.buffers(),
                    connector.env.linger(), this);
        }

        @Override
        public void opened(Metadata facts) {
            settle();
            stream.established();
            done.done(new Connected(stream, facts));
        }

        @Override
        public void failed(Cause cause) {
            settle();
            done.failed(cause);
        }

        @Override
        public void cancel() {
            if (!over) {
                settle();
                stream.leave();
            }
        }

        private void giveUp(Cause cause) {
            cancel();
            done.failed(cause);
        }

        private void settle() {
            over = true;
            limit.cancel();
        }
    }
}
