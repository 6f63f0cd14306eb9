package io.l7mp.protocol.logger;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;

/**
 * Where a Logger writes.
 *
 * @param logFile the file, appended to; {@code -} for standard output
 * @param logPrefix stands before each copy, with a colon and a space; empty for nothing at all
 */
public record LoggerClusterSpec(@Default("-") String logFile, @Default("") String logPrefix) {
    /** Checks the settings; whether the file can be written is found out when there is something to write. */
    public LoggerClusterSpec {
        if (logFile.indexOf('\0') >= 0) {
            throw new ConfigException("log_file", logFile,
                    "a file name without NUL, or - for standard output");
        }
    }
}
