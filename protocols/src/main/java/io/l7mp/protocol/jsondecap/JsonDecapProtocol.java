package io.l7mp.protocol.jsondecap;

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

/** Takes the payload out of each JSON text, and drops what is none. */
public final class JsonDecapProtocol implements OutboundProtocol<JsonDecapClusterSpec> {
    /** Larger texts are dropped unread, so that no peer can keep a loop busy with one. */
    static final int LARGEST = 16 << 20;

    private static final Traits TRAITS = new Traits(Shape.MESSAGES, true, true, true, true, LARGEST);

    @Override
    public String name() {
        return "JSONDecap";
    }

    @Override
    public Class<JsonDecapClusterSpec> clusterSpec() {
        return JsonDecapClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(JsonDecapClusterSpec spec, Traits input) {
        return TRAITS;
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(JsonDecapClusterSpec spec, ClusterEnv env) {
        return new JsonDecapConnector(env);
    }

    /** Each session has a stream of its own. */
    private record JsonDecapConnector(ClusterEnv env) implements Connector {
        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            done.done(new Connected(new JsonDecapStream(loop, TRAITS, env), Metadata.EMPTY));
            return Attempt.OVER;
        }

        @Override
        public void close() {
            // Nothing is shared.
        }
    }
}
