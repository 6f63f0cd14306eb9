package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Env;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Loop;
import io.l7mp.testkit.SimWorld;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer, a disk that is slow or full when the test says so, and callers that never notice. */
class FileAppenderTest {
    private static final int HALF = FileAppender.MOST_WAITING / 2;

    private final List<Runnable> tasks = new ArrayList<>();
    private final Counting env = new Counting();
    private final Disk disk = new Disk();
    private final FileAppender appender = new FileAppender("log", env, tasks::add, disk);

    /** Counts what is lost; the rest is not asked for. */
    private static final class Counting implements Env {
        private long dropped;

        @Override
        public String owner() {
            return "logger";
        }

        @Override
        public List<Loop> loops() {
            return List.of();
        }

        @Override
        public ByteBufAllocator buffers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor blocking() {
            throw new UnsupportedOperationException();
        }

        @Override
        public JsonText json() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Duration linger() {
            return Duration.ZERO;
        }

        @Override
        public void refused(String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void dropped(String reason, long messages) {
            dropped += messages;
        }
    }

    /** A file in memory. */
    private static final class Disk implements FileOpener, WritableByteChannel {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private Runnable duringWrite = () -> {};
        private boolean full;
        private boolean missing;
        private int opened;
        private int closed;

        @Override
        public WritableByteChannel open(String path) throws IOException {
            opened++;
            if (missing) {
                throw new IOException("no such folder: " + path);
            }
            return this;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (full) {
                throw new IOException("no space left");
            }
            int some = Math.min(from.remaining(), 50_000);
            for (int i = 0; i < some; i++) {
                content.write(from.get());
            }
            duringWrite.run();
            return some;
        }

        @Override
        public boolean isOpen() {
            return opened > closed;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
    }

    @Test
    void opensTheFileAtTheFirstPieceAndClosesItAtTheEnd() {
        assertThat(disk.opened).isZero();
        appender.append(bytes("a"));
        appender.append(bytes("b"));
        assertThat(tasks).as("one task at a time").hasSize(1);
        runTasks();
        appender.append(bytes("c"));
        runTasks();
        appender.close();
        appender.close();
        runTasks();

        assertThat(disk.content).hasToString("abc");
        assertThat(disk.opened).isEqualTo(1);
        assertThat(disk.closed).isEqualTo(1);
    }

    @Test
    void touchesNothingIfNothingWasAppended() {
        appender.close();
        runTasks();

        assertThat(disk.opened).isZero();
    }

    @Test
    void writesWhatIsQueuedWhenItIsClosed() {
        appender.append(bytes("a"));
        appender.close();
        assertThat(appender.append(bytes("b"))).isFalse();
        runTasks();

        assertThat(disk.content).hasToString("a");
        assertThat(disk.closed).isEqualTo(1);
    }

    @Test
    void takesWhatComesWhileItWrites() {
        var once = new ArrayList<>(List.of("b"));
        disk.duringWrite = () -> {
            if (!once.isEmpty()) {
                appender.append(bytes(once.removeFirst()));
                appender.close();
            }
        };
        appender.append(bytes("a"));
        runTasks();

        assertThat(disk.content).hasToString("ab");
        assertThat(disk.closed).isEqualTo(1);
        assertThat(tasks).isEmpty();
    }

    @Test
    void refusesMoreThanItsBound() {
        var piece = new byte[65_536];
        int taken = 0;
        while (appender.append(piece)) {
            taken++;
        }

        assertThat(taken).isEqualTo(16);
        assertThat(appender.writable()).isFalse();
        runTasks();
        assertThat(appender.writable()).isTrue();
        assertThat(appender.append(piece)).isTrue();
        assertThat(disk.content.size()).isEqualTo(FileAppender.MOST_WAITING);
    }

    @Test
    void countsWhatIsBeingWrittenAsWaiting() {
        var taken = new ArrayList<Boolean>();
        disk.duringWrite = () -> taken.add(appender.append(new byte[0]));
        appender.append(new byte[FileAppender.MOST_WAITING + 50_000]);
        runTasks();

        assertThat(taken).startsWith(false).endsWith(true);
    }

    @Test
    void tellsOnceWhenThereIsRoomForHalf() {
        var world = new SimWorld(1, 1);
        var told = new ArrayList<Integer>();
        appender.onWritable(world.loop(), () -> told.add(-1));
        world.run();
        assertThat(told).as("there is room already").containsExactly(-1);

        appender.append(new byte[FileAppender.MOST_WAITING]);
        appender.onWritable(world.loop(), () -> told.add(0));
        disk.duringWrite = () -> {
            world.run();
            told.add(disk.content.size());
        };
        runTasks();

        int zero = told.indexOf(0);
        assertThat(told.get(zero - 2)).as("written while too much waited").isLessThanOrEqualTo(HALF);
        assertThat(told.get(zero - 1)).as("written when it was told").isGreaterThan(HALF);
        assertThat(told).containsOnlyOnce(0);
    }

    @Test
    void countsWhatADiskThatIsFullLosesAndGoesOnLater() {
        var world = new SimWorld(1, 1);
        var told = new ArrayList<String>();
        disk.full = true;
        appender.append(new byte[HALF]);
        appender.append(new byte[HALF]);
        appender.onWritable(world.loop(), () -> told.add("room"));
        runTasks();
        world.run();
        assertThat(env.dropped).isEqualTo(2);
        assertThat(told).containsExactly("room");

        disk.full = false;
        appender.append(bytes("c"));
        runTasks();

        assertThat(disk.content).hasToString("c");
        assertThat(disk.opened).isEqualTo(2);
    }

    @Test
    void countsWhatAMissingFolderLoses() {
        disk.missing = true;
        appender.append(bytes("a"));
        runTasks();
        appender.append(bytes("b"));
        runTasks();
        appender.close();
        runTasks();

        assertThat(env.dropped).isEqualTo(2);
        assertThat(disk.closed).isZero();
    }

    @Test
    void neverThrowsWhenTheExecutorIsGone() {
        var lonely = new Counting();
        var late = new FileAppender("log", lonely, _ -> {
            throw new RejectedExecutionException();
        }, disk);

        late.append(bytes("a"));
        late.append(bytes("b"));
        late.close();

        assertThat(lonely.dropped).isEqualTo(2);
        assertThat(late.writable()).isTrue();
    }

    @Test
    void appendsToARealFileFromManyThreads(@TempDir Path folder) throws IOException {
        var file = folder.resolve("log");
        Files.writeString(file, "before\n");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var real = new FileAppender(file.toString(), new Counting(), threads);
            for (int i = 0; i < 1000; i++) {
                var line = bytes("line " + i + "\n");
                threads.execute(() -> real.append(line));
            }
            Awaitility.await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readAllLines(file).size() == 1001);
            real.close();
        }

        assertThat(Files.readAllLines(file)).startsWith("before").doesNotHaveDuplicates()
                .allMatch(line -> line.matches("before|line [0-9]+"));
    }

    @Test
    void losesLinesOfAFileThatCannotBe(@TempDir Path folder) {
        for (var name : List.of(folder + "/no/such/folder", folder.toString(), "a\0b")) {
            var later = new ArrayList<Runnable>();
            var counting = new Counting();
            var nowhere = new FileAppender(name, counting, later::add);

            nowhere.append(bytes("a"));
            later.removeFirst().run();

            assertThat(counting.dropped).isEqualTo(1);
        }
    }

    @Test
    void losesLinesOfANamedPipeAndDoesNotWaitForItsReader(@TempDir Path folder) throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        var nowhere = new FileAppender(pipe.toString(), env, tasks::add);

        nowhere.append(bytes("a"));
        runTasks();

        assertThat(env.dropped).isEqualTo(1);
    }

    @Test
    void writesToACharacterDevice() {
        var nowhere = new FileAppender("/dev/null", env, tasks::add);

        nowhere.append(bytes("a"));
        nowhere.close();
        runTasks();

        assertThat(env.dropped).isZero();
        assertThat(nowhere.writable()).isTrue();
    }

    @Test
    void aFileThatIsStuckTakesItsBoundAndNothingIsWaitedFor() {
        var piece = new byte[HALF];

        assertThat(appender.append(piece)).isTrue();
        assertThat(appender.append(piece)).isTrue();
        assertThat(appender.append(piece)).isFalse();
        appender.close();

        assertThat(tasks).as("the one that is stuck").hasSize(1);
    }
}
