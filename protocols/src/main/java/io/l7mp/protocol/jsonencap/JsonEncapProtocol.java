package io.l7mp.protocol.jsonencap;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import java.util.Optional;

/** Makes each message a JSON text that carries the session's metadata too. */
public final class JsonEncapProtocol implements OutboundProtocol<JsonEncapClusterSpec> {
    /** Bytes have no borders to keep, so they are taken in pieces whose text still fits into a datagram. */
    private static final int LARGEST_PIECE = 32 << 10;

    @Override
    public String name() {
        return "JSONEncap";
    }

    @Override
    public Class<JsonEncapClusterSpec> clusterSpec() {
        return JsonEncapClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(JsonEncapClusterSpec spec, Traits input) {
        return traits(input);
    }

    static Traits traits(Traits input) {
        return new Traits(Shape.MESSAGES, true, true, true, true,
                input.shape() == Shape.BYTES ? LARGEST_PIECE : Integer.MAX_VALUE);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(JsonEncapClusterSpec spec, ClusterEnv env) {
        return new JsonEncapConnector(env);
    }
}
