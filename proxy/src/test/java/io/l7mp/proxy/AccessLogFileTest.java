package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.JsonCodec;
import io.l7mp.core.metric.Totals;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that takes lines, or cannot, or is exchanged while lines come. */
class AccessLogFileTest {
    @TempDir
    private Path folder;

    private final Totals totals = new Totals();
    private final List<Runnable> tasks = new ArrayList<>();

    private AccessLogFile log(Path file, Executor files) {
        var log = new AccessLogFile(totals, files);
        log.moveTo(file.toString());
        return log;
    }

    @Test
    void isOffWithoutAPlace() {
        var log = new AccessLogFile(totals, tasks::add);

        log.add("nobody reads this");

        assertThat(log.isOn()).isFalse();
        assertThat(tasks).isEmpty();
        assertThat(totals.dropped()).isEmpty();
    }

    @Test
    void writesALineForEachAndOpensTheFileWithTheFirst() {
        var file = folder.resolve("access.log");
        var log = log(file, Runnable::run);
        assertThat(file).doesNotExist();

        log.add("{\"a\":1}");
        log.add("{\"a\":2}");

        assertThat(file).hasContent("{\"a\":1}\n{\"a\":2}\n");
    }

    @Test
    void marksThatSteerATerminalAreEscapedAndStayJson() throws IOException {
        var file = folder.resolve("access.log");
        var value = Json.obj("name", "a\n\u202e\u2028\u009b\u007f\ud83d \ud83d\ude00");

        log(file, Runnable::run).add(new JsonCodec().write(value));

        var line = Files.readString(file);
        assertThat(line).doesNotContain("\u202e", "\u2028", "\u009b", "\u007f").hasLineCount(1);
        assertThat(new JsonCodec().read(line)).isEqualTo(value);
    }

    @Test
    void afterARenameLinesGoToAFileOfTheOldName() {
        var file = folder.resolve("access.log");
        var log = log(file, Runnable::run);
        log.add("1");
        assertThat(file.toFile().renameTo(folder.resolve("access.log.1").toFile())).isTrue();
        log.add("2");
        log.reopen();
        log.add("3");

        assertThat(folder.resolve("access.log.1")).hasContent("1\n2\n");
        assertThat(file).hasContent("3\n");
    }

    @Test
    void whatCannotBeWrittenIsCountedAndTriedAgain() throws IOException {
        var file = folder.resolve("later/access.log");
        var log = log(file, Runnable::run);
        log.add("1");
        log.add("2");
        Files.createDirectory(file.getParent());
        log.add("3");

        assertThat(totals.dropped()).containsExactly(Map.entry("access_log", 2L));
        assertThat(file).hasContent("3\n");
    }

    @Test
    void aFileThatIsStuckLosesLinesAndHoldsUpNobody() {
        var log = log(folder.resolve("access.log"), tasks::add);
        var line = "x".repeat(1_000);

        for (int i = 0; i < 50_000; i++) {
            log.add(line);
        }

        assertThat(tasks).hasSize(1);
        assertThat(totals.dropped().get("access_log")).isBetween(50_000L - (1 << 20) / 1_001 - 1, 49_000L);
    }

    @Test
    void noLineIsLostWhileTheFileIsOpenedAgain() throws Exception {
        var file = folder.resolve("access.log");
        int writers = 4;
        int each = 2_000;
        try (var threads = Executors.newCachedThreadPool()) {
            var log = log(file, threads);
            var done = new CountDownLatch(writers);
            for (int w = 0; w < writers; w++) {
                int writer = w;
                threads.execute(() -> {
                    IntStream.range(0, each).forEach(i -> log.add(writer + " " + i));
                    done.countDown();
                });
            }
            for (int n = 0; done.getCount() > 0 && n < 50; n++) {
                if (Files.exists(file)) {
                    Files.move(file, folder.resolve("access.log." + n));
                }
                log.reopen();
            }
            done.await();
            log.close();
        }

        assertThat(totals.dropped()).isEmpty();
        var lines = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var part : files.toList()) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        assertThat(lines).doesNotHaveDuplicates().hasSize(writers * each);
    }
}
