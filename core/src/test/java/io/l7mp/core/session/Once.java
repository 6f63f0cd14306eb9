package io.l7mp.core.session;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimNet;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimSpec;

/** A simulated cluster whose streams cannot be had twice, as Stdio's. */
final class Once implements OutboundProtocol<SimSpec> {
    private final SimProtocol sim;

    Once(SimNet net) {
        sim = new SimProtocol(net);
    }

    @Override
    public String name() {
        return "Once";
    }

    @Override
    public Class<SimSpec> clusterSpec() {
        return SimSpec.class;
    }

    @Override
    public Traits clusterTraits(SimSpec spec, Traits input) {
        return sim.clusterTraits(spec, input);
    }

    @Override
    public Connector open(SimSpec spec, ClusterEnv env) {
        return sim.open(spec, env);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
