package io.l7mp.proxy;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.l7mp.config.AdminConfig;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's log, set up by calls: no file of the logging library is read. One for each process; {@link #use} may be called by
 * any thread whenever the {@code admin} section changes.
 */
final class LogSetup implements AutoCloseable {
    /** Lines that may wait for a slow disk; beyond them lines are lost and the proxy goes on. */
    private static final int WAITING = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(LogSetup.class);

    private final LoggerContext context;
    private final LogFile file = new LogFile();
    private volatile Verbosity verbosity = Verbosity.INFO;

    private LogSetup(LoggerContext context) {
        this.context = context;
    }

    /**
     * Takes the log over.
     *
     * @param word what of it is shown until {@link #use}; empty for the default
     */
    static LogSetup onStandardError(String word) {
        var setup = new LogSetup((LoggerContext) LoggerFactory.getILoggerFactory());
        setup.attach();
        setup.show(word.isEmpty() ? AdminConfig.DEFAULT.logLevel() : word);
        return setup;
    }

    private void attach() {
        context.reset();
        file.setContext(context);
        file.start();
        var queue = new AsyncAppender();
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

    /** Shows what the section asks for, where it asks for it. A file that cannot be written changes nothing but one warning. */
    synchronized void use(AdminConfig admin) {
        show(admin.logLevel());
        try {
            file.moveTo(admin.logFile());
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("log_file", admin.logFile()).addKeyValue("reason", e)
                    .log("log file cannot be written, the log stays where it is");
        }
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
