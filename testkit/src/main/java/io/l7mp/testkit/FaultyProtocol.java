package io.l7mp.testkit;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.Optional;

/**
 * A transform that gives back what it is given, with a bug that a payload sets off. It runs on any loop, real ones too, so it shows
 * that a bug in one session stays there. A program finds it when a test names it in {@code META-INF/services}.
 */
public final class FaultyProtocol implements OutboundProtocol<FaultySpec> {
    @Override
    public String name() {
        return "Faulty";
    }

    @Override
    public Class<FaultySpec> clusterSpec() {
        return FaultySpec.class;
    }

    @Override
    public Traits clusterTraits(FaultySpec spec, Traits input) {
        return Traits.IN_MEMORY.after(input);
    }

    @Override
    public Connector open(FaultySpec spec, ClusterEnv env) {
        return new Connector() {
            @Override
            public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                    Completion<Connected> done) {
                done.done(new Connected(new FaultyStream(loop, spec), Metadata.EMPTY));
                return Attempt.OVER;
            }

            @Override
            public void close() {
                // Nothing is shared.
            }
        };
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Faulty");
    }
}
