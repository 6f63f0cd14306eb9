package io.l7mp.testkit.broken;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.SessionFacts;
import java.time.Duration;

/** Forgets whom to tell when it is cancelled, and connects all the same. */
record LeakingConnector(Connector sound) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var cancelled = new boolean[1];
        var _ = sound.connect(endpoint, session, loop, limit, new Completion<>() {
            @Override
            public void done(Connected connected) {
                if (!cancelled[0]) {
                    done.done(connected);
                }
            }

            @Override
            public void failed(Cause cause) {
                if (!cancelled[0]) {
                    done.failed(cause);
                }
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public void close() {
        sound.close();
    }
}
