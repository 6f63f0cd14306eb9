package io.l7mp.control;

import static java.util.Objects.requireNonNull;

import io.l7mp.core.change.Office;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.util.Optional;

/**
 * The API as the destination of a session: whatever listener brings it, a session with HTTP metadata is one request. Made by the
 * program once the office exists, and not found as other protocols are, since it changes the configuration that they are part of.
 */
public final class L7mpControllerProtocol implements OutboundProtocol<L7mpControllerSpec> {
    private static final int MOST_REQUESTS = 256;
    private static final long MOST_BYTES = 32 << 20;

    private final Office office;
    private final Operations operations;
    private final Gate gate;
    private final Desk desk = new Desk(MOST_REQUESTS, MOST_BYTES);

    /**
     * Makes the protocol.
     *
     * @param office takes the changes
     * @param version the program's, for dumps
     * @param token what callers from other machines have to show where the configuration names no file; empty for none
     */
    public L7mpControllerProtocol(Office office, String version, String token) {
        this.office = requireNonNull(office, "office");
        operations = Operations.on(office, requireNonNull(version, "version"));
        gate = new Gate(() -> office.tree().admin(), new Token(requireNonNull(token, "token")));
    }

    /**
     * Makes the protocol without a token of the program's own.
     *
     * @param office takes the changes
     * @param version the program's, for dumps
     */
    public L7mpControllerProtocol(Office office, String version) {
        this(office, version, "");
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
        var facilities = office.hall().facilities();
        var api = new Api(operations, facilities.totals(), env.blocking());
        return new Reception(api, gate, desk, env);
    }
}
