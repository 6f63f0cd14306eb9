package io.l7mp.protocol.sync;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Path;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import java.util.Optional;

/** Brings sessions together: what one of a group sends goes to all others. */
public final class SyncProtocol implements OutboundProtocol<SyncClusterSpec> {
    /**
     * Who is too slow loses messages instead of slowing the others. There is no half-close: the end of one member is news to none of the
     * others, so no end would ever come back, and the session of a peer that has sent all ends after a quiet second.
     */
    private static final Traits TRAITS = new Traits(Shape.AS_INPUT, true, false, false, false,
            Integer.MAX_VALUE);

    @Override
    public String name() {
        return "Sync";
    }

    @Override
    public Class<SyncClusterSpec> clusterSpec() {
        return SyncClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(SyncClusterSpec spec, Traits input) {
        return traits(input);
    }

    static Traits traits(Traits input) {
        return TRAITS.after(input);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("None");
    }

    @Override
    public Connector open(SyncClusterSpec spec, ClusterEnv env) {
        return new SyncConnector(Path.of(spec.query()), env);
    }
}
