package io.l7mp.proxy;

import io.l7mp.config.AdminConfig;
import io.l7mp.spi.Json;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the program starts with.
 *
 * @param source the configuration's name for messages: a path as it was typed, or what stands for the embedded one
 * @param text the configuration, not decoded
 * @param arguments what the command line says over it
 * @param logs follows {@code admin}; hand it every later change of that section too
 */
record Settings(String source, String text, Arguments arguments, LogSetup logs) {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final List<String> MODES = List.of("init", "no_init", "disable");

    /**
     * Puts the command line over an {@code admin} section.
     *
     * @param file the section as it was decoded
     * @return what counts
     */
    AdminConfig over(AdminConfig file) {
        return file
                .with("log_level", Json.of(arguments.level().isEmpty() ? file.logLevel() : arguments.level()))
                .with("strict", Json.of(file.strict() || arguments.strict()))
                .with("offload",
                        Json.of(arguments.offload().isEmpty() ? file.offload() : arguments.offload()))
                .with("offload_ifs", Json.of(interfaces(file).stream().map(Json::of).toList()));
    }

    /**
     * Puts the command line over the section of a configuration that replaces the first one. Where files are limited, only who
     * starts the program may say how, and where the logs go, which are not.
     *
     * @param first what counted at the start
     * @param next the new section
     * @return what counts
     */
    AdminConfig over(AdminConfig first, AdminConfig next) {
        return first.fileRoots().isEmpty()
                ? over(next)
                : over(next).with("file_roots", Json.of(first.fileRoots().stream().map(Json::of).toList()))
                        .with("log_file", Json.of(first.logFile()))
                        .with("access_log_path", Json.of(first.accessLogPath()));
    }

    /** Lets the logs follow, and says what is not done yet. */
    void begin(AdminConfig admin) {
        logs.use(admin);
        if (!arguments.offload().isEmpty() && !MODES.contains(arguments.offload())) {
            LOG.atWarn().addKeyValue("offload", arguments.offload()).log("Unknown offload setting");
        }
        if (admin.offload().endsWith("init")) {
            LOG.atWarn().addKeyValue("offload", admin.offload())
                    .log("kernel offload: not yet, datagrams pass through user space");
        }
    }

    private List<String> interfaces(AdminConfig file) {
        if (arguments.interfaces().isEmpty()) {
            return file.offloadIfs();
        }
        return arguments.interfaces().contains("all") ? List.of() : arguments.interfaces();
    }
}
