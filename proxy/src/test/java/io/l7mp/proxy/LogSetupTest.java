package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this JVM is taken over while a test runs, and written to a file. */
class LogSetupTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.l7mp.core.session.Hall");
    private static final Logger LIBRARY = LoggerFactory.getLogger("io.netty.Something");

    @TempDir
    private Path folder;

    private static AdminConfig admin(String level, Path file) {
        return new AdminConfig(level, file.toString(), "", false, "", List.of(), false, false, 0, List.of());
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(line -> line.replaceFirst("^\\S+Z ", "")).toList();
    }

    @Test
    void writesOneLineForEachMessage() throws IOException {
        var file = folder.resolve("log");

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("silly", file));
            OURS.atWarn().addKeyValue("cluster", "a b").log("endpoint taken out");
            OURS.atError().setCause(new IllegalStateException("line\nbreak")).log("bug");
            OURS.atInfo().addMarker(LogText.NOTICE).log("started");
            OURS.trace("datagram");
        }

        assertThat(Files.readString(file))
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z .*");
        assertThat(lines(file)).startsWith("WARN Hall endpoint taken out cluster=\"a b\"", "ERR! Hall bug")
                .endsWith("notice Hall started", "sill Hall datagram")
                .contains("    java.lang.IllegalStateException: line").doesNotContain("break");
    }

    @Test
    void showsOfEachLevelWhatIsAskedFor() throws IOException {
        var file = folder.resolve("log");

        try (var logs = LogSetup.onStandardError("silent")) {
            for (var word : List.of("warn", "notice", "http", "verbose", "chatty", "silent")) {
                logs.use(admin(word, file));
                OURS.info("info at {}", word);
                OURS.atInfo().addMarker(LogText.NOTICE).log("notice at {}", word);
                OURS.trace("trace at {}", word);
                LIBRARY.info("library at {}", word);
                OURS.error("end of {}", word);
            }
        }

        assertThat(lines(file)).containsExactly("ERR! Hall end of warn",
                "notice Hall notice at notice", "ERR! Hall end of notice",
                "info Hall info at http", "notice Hall notice at http", "ERR! Hall end of http",
                "info Hall info at verbose", "notice Hall notice at verbose", "ERR! Hall end of verbose",
                "info Hall info at chatty", "notice Hall notice at chatty", "sill Hall trace at chatty",
                "ERR! Hall end of chatty");
    }

    @Test
    void staysWhereItIsWhenAFileCannotBeWritten() throws IOException {
        var file = folder.resolve("log");

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("info", file));
            logs.use(admin("info", folder));
            OURS.info("still here");
        }

        assertThat(lines(file)).hasSize(2).last().isEqualTo("info Hall still here");
        assertThat(lines(file).getFirst()).startsWith("WARN LogSetup log file cannot be written")
                .contains("log_file=" + folder);
    }
}
