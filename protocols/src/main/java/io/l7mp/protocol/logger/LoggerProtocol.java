package io.l7mp.protocol.logger;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.util.Optional;

/** Passes everything on unchanged and writes a copy of it to a file. */
public final class LoggerProtocol implements OutboundProtocol<LoggerClusterSpec> {
    @Override
    public String name() {
        return "Logger";
    }

    @Override
    public Class<LoggerClusterSpec> clusterSpec() {
        return LoggerClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(LoggerClusterSpec spec, Traits input) {
        return Traits.IN_MEMORY.after(input);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("None");
    }

    @Override
    public Connector open(LoggerClusterSpec spec, ClusterEnv env) {
        return new LoggerConnector(spec, env);
    }
}
