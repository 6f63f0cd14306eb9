package io.l7mp.protocol.metric;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.util.Optional;

/** Passes everything on unchanged and counts it. */
public final class MetricProtocol implements OutboundProtocol<MetricClusterSpec> {
    @Override
    public String name() {
        return "Metric";
    }

    @Override
    public Class<MetricClusterSpec> clusterSpec() {
        return MetricClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(MetricClusterSpec spec, Traits input) {
        return Traits.IN_MEMORY.after(input);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(MetricClusterSpec spec, ClusterEnv env) {
        return new MetricConnector(spec, env);
    }
}
