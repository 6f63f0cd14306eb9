package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.l7mp.spi.Json;
import java.util.List;
import java.util.Set;

/**
 * What concerns the whole program.
 *
 * @param logLevel {@code silly}, {@code verbose}, {@code info}, {@code http}, {@code notice}, {@code warn}, {@code error} or
 *        {@code silent}; other words count as the most verbose
 * @param logFile {@code stdout}, {@code stderr} or a path; empty for standard error
 * @param accessLogPath where one line for each session goes; empty for nowhere
 * @param strict whether requests are checked against the schema
 * @param offload kernel offload: {@code init}, {@code no_init}, {@code disable}; empty for off
 * @param offloadIfs interfaces for it; empty for all
 * @param insecure whether callers from elsewhere than loopback may use the API without proving who they are
 * @param lossless whether a route that would lose borders or order is an error
 * @param probePort where health, readiness and metrics are served besides; 0 for nowhere
 * @param fileRoots folders in which files and sockets may be made; empty for anywhere
 * @param tokenFile a file with the token that callers from elsewhere than loopback have to show; empty for none
 */
public record AdminConfig(@Default("info") String logLevel, @Default("") String logFile,
        @Default("") String accessLogPath, @Default("false") boolean strict, @Default("") String offload,
        @Default("[]") List<String> offloadIfs, @Default("false") boolean insecure,
        @Default("false") boolean lossless, @Default("0") int probePort,
        @Default("[]") List<String> fileRoots, @Default("") String tokenFile) {
    private static final Set<String> OFFLOAD = Set.of("", "init", "no_init", "disable");

    /** All defaults. */
    public static final AdminConfig DEFAULT = Decoder.decode(AdminConfig.class, Json.EMPTY, _ -> {});

    /** Checks the settings. */
    public AdminConfig {
        offloadIfs = List.copyOf(offloadIfs);
        fileRoots = List.copyOf(fileRoots);
        if (!OFFLOAD.contains(offload)) {
            offload = "disable";
        }
        if (probePort < 0 || probePort > 65_535) {
            throw new ConfigException("probe_port", probePort, "0..65535");
        }
    }

    /**
     * Changes one setting.
     *
     * @param key as it is written in a configuration
     * @param value its value
     * @return the same settings but for this one
     * @throws ConfigProblems if it cannot have that value
     */
    public AdminConfig with(String key, Json value) {
        return Decoder.decode(AdminConfig.class, Encoder.encode(this).with(key, value), unknown -> {
            throw new IllegalArgumentException("no setting " + unknown);
        });
    }
}
