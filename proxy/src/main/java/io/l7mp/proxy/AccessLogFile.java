package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.core.cluster.FileAppender;
import io.l7mp.core.cluster.FileLosses;
import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.AccessLog;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the access log goes: a file, a standard stream or nowhere, exchanged while running. Loops add lines, threads for files
 * write them; past 1 MiB that waits, or where the file cannot be written, lines are lost and counted.
 */
final class AccessLogFile implements AccessLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogFile.class);
    private static final String REASON = "access_log";

    private final Totals totals;
    private final Executor files;
    private volatile @Nullable FileAppender writer;

    /** Guarded by this. */
    private String place = "";

    AccessLogFile(Totals totals, Executor files) {
        this.totals = totals;
        this.files = files;
    }

    /** What a place could not take. */
    private record Losses(String place, Totals totals) implements FileLosses {
        @Override
        public void lost(int pieces) {
            totals.dropped(REASON, pieces);
        }

        @Override
        public void cannotWrite(Exception why) {
            LOG.atWarn().addKeyValue("access_log_path", place).addKeyValue("reason", why)
                    .log("access log cannot be written, its lines are lost until it can");
        }
    }

    @Override
    public boolean isOn() {
        return writer != null;
    }

    @Override
    public void add(String line) {
        var bytes = (LogText.line(line) + '\n').getBytes(UTF_8);
        var to = writer;
        while (to != null && !to.append(bytes)) {
            var now = writer;
            if (now == to) {
                totals.dropped(REASON, 1);
                return;
            }
            to = now; // it was exchanged meanwhile
        }
    }

    /**
     * Sends what follows elsewhere; what was added before still goes where it was meant to.
     *
     * @param to {@code stdout}, {@code -}, {@code stderr}, a path, or empty for nowhere
     */
    synchronized void moveTo(String to) {
        if (!to.equals(place)) {
            place = to;
            reopen();
        }
    }

    /** Lets go of the file and opens one of that name when the next line comes, as is asked for after it was renamed. */
    synchronized void reopen() {
        var old = writer;
        writer = switch (place) {
            case "" -> null;
            case "stdout" -> open("-");
            case "stderr" -> open("/dev/stderr");
            default -> open(place);
        };
        if (old != null) {
            old.close();
        }
    }

    private FileAppender open(String path) {
        return new FileAppender(path, new Losses(path, totals), files);
    }

    /** Writes what waits, and takes no more. */
    @Override
    public void close() {
        moveTo("");
    }
}
