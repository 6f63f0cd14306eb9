package io.l7mp.control;

import static java.util.Objects.requireNonNull;

import io.l7mp.core.change.Office;
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
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.Optional;

/**
 * The API as the destination of a session: whatever listener brings it, a session with HTTP metadata is one request. Made by the
 * program once the office exists, and not found as other protocols are, since it changes the configuration that they are part of.
 */
public final class L7mpControllerProtocol implements OutboundProtocol<L7mpControllerSpec> {
    private final Office office;
    private final Operations operations;

    /**
     * Makes the protocol.
     *
     * @param office takes the changes
     * @param version the program's, for dumps
     */
    public L7mpControllerProtocol(Office office, String version) {
        this.office = requireNonNull(office, "office");
        operations = Operations.on(office, requireNonNull(version, "version"));
    }

    @Override
    public String name() {
        return "L7mpController";
    }

    @Override
    public Class<L7mpControllerSpec> clusterSpec() {
        return L7mpControllerSpec.class;
    }

    @Override
    public Traits clusterTraits(L7mpControllerSpec spec, Traits input) {
        return Traits.BYTES;
    }

    /** The request that deletes the API's own listener gets its answer. */
    @Override
    public boolean answersOnce() {
        return true;
    }

    /** {@return that it is not: a request was carried out or not, and only the client can know whether to repeat it} */
    @Override
    public boolean retriable() {
        return false;
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("None");
    }

    @Override
    public Connector open(L7mpControllerSpec spec, ClusterEnv env) {
        return new Reception(new Api(operations, office.hall().facilities().totals(), env.blocking()), env);
    }

    /** Lets requests in. */
    private final class Reception implements Connector {
        private final Api api;
        private final ClusterEnv env;

        Reception(Api api, ClusterEnv env) {
            this.api = api;
            this.env = env;
        }

        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            RequestHead.of(session.metadata()).ifPresentOrElse(
                    head -> done.done(new Connected(stream(head, loop), Metadata.EMPTY)),
                    () -> done.failed(new Cause(Kind.PROTOCOL, "Internal Server Error", "", Metadata.EMPTY)));
            return Attempt.OVER;
        }

        /** What can be refused without the body is refused before it is read. */
        private ControllerStream stream(RequestHead head, Loop loop) {
            var stream = new ControllerStream(api, head, loop, env);
            if (!head.isLocal() && !office.tree().admin().insecure()) {
                stream.refuse("caller",
                        Answer.failure(403, "Only callers from loopback addresses may use this API"));
            } else if (head.announced() > RequestBody.LARGEST) {
                stream.refuse("body", Answer.TOO_LARGE);
            }
            return stream;
        }

        @Override
        public void close() {
            // Nothing is shared.
        }
    }
}
