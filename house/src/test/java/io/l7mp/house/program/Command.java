package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A command that runs beside a test, such as socat: it is told something, and what it says is collected. */
final class Command implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final StringBuffer said = new StringBuffer();

    private Command(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    static Command start(String... command) throws IOException {
        return new Command(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** {@return what it printed up to its end} */
    static String output(String... command) {
        return Namespace.output(List.of(command), (int) LIMIT.toSeconds());
    }

    private void listen() {
        try (var reader = process.inputReader(UTF_8)) {
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                said.append((char) next);
            }
        } catch (IOException ended) {
            // So it says nothing more.
        }
    }

    Command tell(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    String said() {
        return said.toString();
    }

    void expect(String text) {
        await().atMost(LIMIT).alias("output of " + process.info().commandLine().orElse(""))
                .until(this::said, all -> all.contains(text));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
