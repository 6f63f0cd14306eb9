package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
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
        return AdminConfig.DEFAULT.with("log_level", Json.of(level)).with("log_file",
                Json.of(file.toString()));
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
                "WARN LogSetup unknown log level, everything is shown log_level=chatty",
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

    @Test
    void saysOnceThatALevelIsUnknown() throws IOException {
        var file = folder.resolve("log");

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("chatty", file));
            logs.use(admin("chatty", file));
        }

        assertThat(lines(file))
                .containsExactly("WARN LogSetup unknown log level, everything is shown log_level=chatty");
    }

    @Test
    void opensItsFileAgainWhenItWasRenamed() throws IOException {
        var file = folder.resolve("log");
        var renamed = folder.resolve("log.1");

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("notice", file));
            OURS.warn("before");
            Awaitility.await().until(() -> lines(file).size() == 1);
            Files.move(file, renamed);
            OURS.warn("still there");
            Awaitility.await().until(() -> lines(renamed).size() == 2);
            logs.reopen();
            OURS.warn("after");
        }

        assertThat(lines(renamed)).containsExactly("WARN Hall before", "WARN Hall still there");
        assertThat(lines(file)).containsExactly("WARN Hall after");
    }

    @Test
    void aFileThatCouldNotBeWrittenIsTriedAgain() throws IOException {
        var file = folder.resolve("later/log");

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("warn", file));
            logs.reopen();
            Files.createDirectory(file.getParent());
            logs.reopen();
            OURS.warn("at last");
        }

        assertThat(lines(file)).containsExactly("WARN Hall at last");
    }

    @Test
    void doesNotWaitForWhoMayReadANamedPipe() throws Exception {
        var file = folder.resolve("log");
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("info", file));
            logs.use(admin("info", pipe));
        }

        assertThat(lines(file)).singleElement().asString()
                .contains("log file cannot be written", "neither a regular file nor a character device");
    }

    @Test
    void aReaderWhoHasStoppedHoldsUpNobodyWhoMovesTheLog() throws Exception {
        var file = folder.resolve("log");
        var stalled = new PipedInputStream(64);

        try (var logs = LogSetup.onto(new PipedOutputStream(stalled), "warn")) {
            OURS.warn("a line that is longer than the pipe: {}", "x".repeat(100));
            Awaitility.await().until(() -> stalled.available() == 64);
            var change = Thread.ofPlatform().daemon().start(() -> {
                logs.use(admin("warn", folder.resolve("first")));
                logs.use(admin("warn", file));
                logs.reopen();
            });
            var made = change.join(Duration.ofSeconds(30));
            OURS.warn("elsewhere");
            stalled.readNBytes(130);

            assertThat(made).isTrue();
            Awaitility.await().until(() -> lines(file).size() == 1);
        }

        assertThat(lines(file)).containsExactly("WARN Hall elsewhere");
        assertThat(folder.resolve("first")).isEmptyFile();
    }

    @Test
    void aFileIsLetGoOfEvenIfNothingIsSaidAfterwards() throws IOException {
        var file = folder.resolve("log");

        try (var logs = LogSetup.onStandardError("silent")) {
            logs.use(admin("silent", file));
            Awaitility.await().until(() -> isOpen(file));
            logs.use(admin("silent", folder.resolve("other")));

            Awaitility.await().until(() -> !isOpen(file));
        }
    }

    private static boolean isOpen(Path file) throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var descriptor : all) {
                if (Files.isSymbolicLink(descriptor) && target(descriptor).equals(file.toString())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@return what is open; empty if it was closed meanwhile} */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }
}
