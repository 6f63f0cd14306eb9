package io.l7mp.protocol.discard;

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
import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.Optional;

/** Swallows what it gets and gives nothing. */
public final class DiscardProtocol implements OutboundProtocol<DiscardClusterSpec> {
    /** It cannot half-close: there is no second direction. */
    private static final Traits TRAITS = new Traits(Shape.AS_INPUT, true, true, false, true,
            Integer.MAX_VALUE);

    @Override
    public String name() {
        return "Discard";
    }

    @Override
    public Class<DiscardClusterSpec> clusterSpec() {
        return DiscardClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(DiscardClusterSpec spec, Traits input) {
        return TRAITS.after(input);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(DiscardClusterSpec spec, ClusterEnv env) {
        return new DiscardConnector();
    }

    /** Each session has a stream of its own. */
    private record DiscardConnector() implements Connector {
        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            done.done(new Connected(new DiscardStream(loop, TRAITS.after(session.input())), Metadata.EMPTY));
            return Attempt.OVER;
        }

        @Override
        public void close() {
            // Nothing is shared.
        }
    }
}
