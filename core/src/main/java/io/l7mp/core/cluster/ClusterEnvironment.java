package io.l7mp.core.cluster;

import io.l7mp.core.registry.FacilitiesEnv;
import io.l7mp.spi.Appender;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the protocol of one cluster may use. */
final class ClusterEnvironment extends FacilitiesEnv implements ClusterEnv {
    private final Plumbing plumbing;
    private final List<String> fileRoots;

    ClusterEnvironment(String owner, Plumbing plumbing, List<String> fileRoots) {
        super(owner, plumbing.facilities());
        this.plumbing = plumbing;
        this.fileRoots = fileRoots;
    }

    @Override
    public Appender append(String path) {
        if (!path.equals("-") && !fileRoots.isEmpty() && !isAllowed(Path.of(path))) {
            throw new ConfigException("log_file", path, "a file below one of admin.file_roots " + fileRoots);
        }
        return new FileAppender(path, this, plumbing.facilities().files());
    }

    private boolean isAllowed(Path file) {
        var whole = file.toAbsolutePath().normalize();
        return fileRoots.stream()
                .anyMatch(root -> whole.startsWith(Path.of(root).toAbsolutePath().normalize()));
    }

    @Override
    public Attempt resolve(String host, Loop loop, Duration limit, Completion<List<InetAddress>> done) {
        return plumbing.resolver().resolve(host, loop, limit, done);
    }

    @Override
    public Connector connector(Json.Obj transportSpec) {
        return plumbing.registry().open(transportSpec, this);
    }
}
