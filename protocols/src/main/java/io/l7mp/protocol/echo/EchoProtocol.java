package io.l7mp.protocol.echo;

import io.l7mp.protocol.wire.Turnaround;
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

/** Gives back what it gets, message for message, and ends when its input does. */
public final class EchoProtocol implements OutboundProtocol<EchoClusterSpec> {
    @Override
    public String name() {
        return "Echo";
    }

    @Override
    public Class<EchoClusterSpec> clusterSpec() {
        return EchoClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(EchoClusterSpec spec, Traits input) {
        return Traits.IN_MEMORY.after(input);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(EchoClusterSpec spec, ClusterEnv env) {
        return new EchoConnector();
    }

    /** Each session has an echo of its own. */
    private record EchoConnector() implements Connector {
        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            done.done(new Connected(new Turnaround(loop, Traits.IN_MEMORY.after(session.input())),
                    Metadata.EMPTY));
            return Attempt.OVER;
        }

        @Override
        public void close() {
            // Nothing is shared.
        }
    }
}
