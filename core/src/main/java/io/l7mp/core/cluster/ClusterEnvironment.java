package io.l7mp.core.cluster;

import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.FacilitiesEnv;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.spi.Appender;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Meter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;

/** What the protocol of one cluster may use. */
final class ClusterEnvironment extends FacilitiesEnv implements ClusterEnv {
    private final Plumbing plumbing;
    private final FileRoots roots;

    ClusterEnvironment(String owner, Plumbing plumbing, FileRoots roots) {
        super(owner, plumbing.facilities());
        this.plumbing = plumbing;
        this.roots = roots;
    }

    @Override
    public Appender append(String path) {
        var files = plumbing.facilities().files();
        if (path.equals("-") || !roots.limits()) {
            return new FileAppender(path, this, files);
        }
        roots.check("log_file", path);
        return new FileAppender(path, this, files, roots::append);
    }

    @Override
    public Attempt resolve(String host, Loop loop, Duration limit, Completion<List<InetAddress>> done) {
        return plumbing.resolver().resolve(host, loop, limit, done);
    }

    @Override
    public Connector connector(Json.Obj transportSpec) {
        var connector = plumbing.registry().open(transportSpec, this);
        return transportSpec.get("protocol").orElse(Json.NULL) instanceof Json.Text(var protocol)
                ? new CountedConnector(connector,
                        () -> totals().clusterTransportRequest(owner(), protocol))
                : connector;
    }

    @Override
    public Meter meter(SequencedMap<String, String> labels) {
        return totals().meter(labels, plumbing.facilities().clock());
    }

    private Totals totals() {
        return plumbing.facilities().totals();
    }
}
