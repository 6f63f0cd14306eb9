package io.l7mp.proxy;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.l7mp.config.AdminConfig;
import io.l7mp.core.metric.Totals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's log, set up by calls: no file of the logging library is read. One for each process; {@link #use} may be called by
 * any thread whenever the {@code admin} section changes, and waits for nobody who reads the log.
 */
final class LogSetup implements AutoCloseable {
    /** Lines that may wait for a slow disk; beyond them lines are lost and the proxy goes on. */
    private static final int WAITING = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(LogSetup.class);

    private final LoggerContext context;
    private final LogFile file;
    private final AsyncAppender queue = new AsyncAppender();
    private volatile Verbosity verbosity = Verbosity.INFO;

    /** Guarded by this, as the rest. */
    private AdminConfig used = AdminConfig.DEFAULT;
    private @Nullable AccessLogFile access;

    private LogSetup(LoggerContext context, LogFile file) {
        this.context = context;
        this.file = file;
    }

    /**
     * Takes the log over.
     *
     * @param word what of it is shown until {@link #use}; empty for the default
     */
    static LogSetup onStandardError(String word) {
        return onto(new FileOutputStream(FileDescriptor.err), word);
    }

    /** Does the same with something else than standard error. */
    static LogSetup onto(OutputStream standardError, String word) {
        var setup = new LogSetup((LoggerContext) LoggerFactory.getILoggerFactory(),
                new LogFile(standardError));
        setup.attach();
        setup.show(word.isEmpty() ? AdminConfig.DEFAULT.logLevel() : word);
        return setup;
    }

    private void attach() {
        context.reset();
        // It warns of hosts without network cards, such as fresh name spaces, and only wants a number nobody else has.
        context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
        file.setContext(context);
        file.start();
        queue.setContext(context);
        queue.setQueueSize(WAITING);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(file);
        queue.addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                boolean hidden = verbosity == Verbosity.NOTICE && event.getLevel() == Level.INFO
                        && !LineLayout.isNotice(event);
                return hidden ? FilterReply.DENY : FilterReply.NEUTRAL;
            }
        });
        queue.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(queue);
    }

    /**
     * Makes the access log; it follows the section too.
     *
     * @param files threads that may be stuck for as long as a file is
     */
    synchronized AccessLogFile access(Totals totals, Executor files) {
        access = new AccessLogFile(totals, files);
        return access;
    }

    /** Shows what the section asks for, where it asks for it. A file that cannot be written changes nothing but one warning. */
    synchronized void use(AdminConfig admin) {
        show(admin.logLevel());
        if (!admin.logFile().equals(used.logFile())) {
            move(admin.logFile(), file::moveTo);
        }
        if (!Verbosity.isWord(admin.logLevel()) && !admin.logLevel().equals(used.logLevel())) {
            LOG.atWarn().addKeyValue("log_level", admin.logLevel())
                    .log("unknown log level, everything is shown");
        }
        if (access != null) {
            access.moveTo(admin.accessLogPath());
        }
        used = admin;
    }

    /** Opens the files again by their names: they were renamed, or can be written by now. Any thread. */
    synchronized void reopen() {
        move(used.logFile(), file::openAgain);
        if (access != null) {
            access.reopen();
        }
        LOG.atInfo().log("log files are opened again");
    }

    /** Opens a log file, or the same one again. */
    private interface Move {
        void to(String place) throws IOException;
    }

    private void move(String place, Move move) {
        try {
            move.to(place);
            wake();
        } catch (IOException | InvalidPathException e) {
            LOG.atWarn().addKeyValue("log_file", place).addKeyValue("reason", e)
                    .log("log file cannot be written, the log stays where it is");
        }
    }

    /** Has the exchange made now; where the queue is full it is made with the next line. */
    private void wake() {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        var event = new LoggingEvent(LogSetup.class.getName(), root, Level.ERROR, "", null, null);
        event.addMarker(LogFile.EXCHANGE);
        queue.doAppend(event);
    }

    private void show(String word) {
        verbosity = Verbosity.of(word);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(verbosity.ofLibraries());
        context.getLogger("io.l7mp").setLevel(verbosity.level());
    }

    /** Writes what waits, for at most a second, and lets go of the file. */
    @Override
    public void close() {
        context.reset();
    }
}
