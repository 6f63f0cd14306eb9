package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An independent WebSocket server: Node's {@code ws}, in a process of its own. */
final class NodeServer implements AutoCloseable {
    private static final Path PEERS = Path.of(System.getProperty("l7mp.root"), "house", "peers");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private NodeServer(Process process) {
        this.process = process;
    }

    static NodeServer start(int port) {
        try {
            var process = new ProcessBuilder("node", "ws-server.js", String.valueOf(port))
                    .directory(PEERS.toFile())
                    .redirectErrorStream(true)
                    .start();
            var server = new NodeServer(process);
            Thread.ofVirtual().start(server::read);
            await().atMost(Duration.ofSeconds(30)).until(() -> server.lines.contains("listening"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add("ended");
        }
    }

    /** {@return what happened so far, a line for each thing} */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** {@return the payloads of the messages of that kind} */
    List<String> messages(String kind) {
        return lines.stream().filter(line -> line.startsWith(kind + " "))
                .map(line -> line.substring(kind.length() + 1))
                .toList();
    }

    void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it without a farewell. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
