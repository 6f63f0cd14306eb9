package io.l7mp.proxy;

import io.l7mp.config.AdminConfig;
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
     * Puts the command line over the file's {@code admin} section, lets the log follow and says what is not done yet.
     *
     * @param file the section as it was decoded
     * @return what counts
     */
    AdminConfig over(AdminConfig file) {
        var admin = new AdminConfig(
                arguments.level().isEmpty() ? file.logLevel() : arguments.level(),
                file.logFile(),
                file.accessLogPath(),
                file.strict() || arguments.strict(),
                arguments.offload().isEmpty() ? file.offload() : arguments.offload(),
                interfaces(file),
                file.insecure(),
                file.lossless(),
                file.probePort(),
                file.fileRoots());
        logs.use(admin);
        if (!arguments.offload().isEmpty() && !MODES.contains(arguments.offload())) {
            LOG.atWarn().addKeyValue("offload", arguments.offload()).log("Unknown offload setting");
        }
        if (admin.offload().endsWith("init")) {
            LOG.atWarn().addKeyValue("offload", admin.offload())
                    .log("kernel offload: not yet, datagrams pass through user space");
        }
        if (!admin.accessLogPath().isEmpty()) {
            LOG.atInfo().addKeyValue("access_log_path", admin.accessLogPath()).log("access log: not yet");
        }
        return admin;
    }

    private List<String> interfaces(AdminConfig file) {
        if (arguments.interfaces().isEmpty()) {
            return file.offloadIfs();
        }
        return arguments.interfaces().contains("all") ? List.of() : arguments.interfaces();
    }
}
