package io.l7mp.protocol.logger;

import io.l7mp.spi.Appender;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** All sessions of a Logger cluster append to one file, each payload in one piece. */
final class LoggerConnector implements Connector {
    private final ClusterEnv env;
    private final Appender file;
    private final byte[] prefix;

    LoggerConnector(LoggerClusterSpec spec, ClusterEnv env) {
        this.env = env;
        this.file = env.append(spec.logFile());
        this.prefix = spec.logPrefix().isEmpty()
                ? new byte[0]
                : (spec.logPrefix() + ": ").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var traits = Traits.IN_MEMORY.after(session.input());
        done.done(new Connected(new LoggerStream(loop, traits, env, file, prefix), Metadata.EMPTY));
        return Attempt.OVER;
    }

    @Override
    public void close() {
        file.close();
    }
}
