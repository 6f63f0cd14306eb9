package io.l7mp.house.program;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One process of the program, configured and watched by its API alone. */
final class Proxy implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("l7mp.root"));
    private static final Path DIST = ROOT.resolve("proxy/target/dist");

    /** Another one serves to try classes that are not packed yet. */
    private static final String CLASS_PATH = System.getProperty("l7mp.classpath", DIST.resolve("lib") + "/*");

    /** Below the ports that systems give to connections, so that nobody gets one by chance between its choice and its use. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS = 20_000;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(new Random().nextInt(PORTS));

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Proxy(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts it with nothing but an API. */
    static Proxy start(String... options) {
        return start(List.of(), List.of(options));
    }

    /**
     * Starts it with nothing but an API.
     *
     * @param around what the program is started by, such as a change of name space
     * @param options for the virtual machine
     */
    static Proxy start(List<String> around, List<String> options) {
        return start(around, options, List.of());
    }

    /** Starts it with more on its class path, such as a protocol of a test. */
    static Proxy start(List<String> around, List<String> options, List<Path> more) {
        int port = freePort();
        return launch(around, options, more, port, List.of("-c", temporary("l7mp", ".yaml", """
                admin: {log_level: warn}
                listeners:
                  - name: api
                    spec: {protocol: HTTP, address: 127.0.0.1, port: %d}
                    rules: [{action: {route: {destination: {name: api, spec: {protocol: L7mpController}}}}}]
                """.formatted(port)).toString()));
    }

    /**
     * Starts it with a configuration of the test's own, and returns when its API answers.
     *
     * @param port where the configuration has the API, on 127.0.0.1
     * @param arguments such as {@code -c FILE -s}
     */
    static Proxy run(int port, List<String> arguments) {
        return launch(List.of(), List.of(), List.of(), port, arguments);
    }

    /** Starts it in every respect as the test wants. */
    static Proxy launch(List<String> around, List<String> options, List<Path> more, int port,
            List<String> arguments) {
        try {
            var log = Files.createTempFile("l7mp", ".log");
            var process = new ProcessBuilder(command(around, options, more, arguments))
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            var proxy = new Proxy(process, log, port);
            await().atMost(START).pollInterval(Duration.ofMillis(50)).until(proxy::answers);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the command line that starts it} */
    static List<String> command(List<String> around, List<String> options, List<Path> more,
            List<String> arguments) {
        var command = new ArrayList<>(around);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + DIST.resolve("jvm.options")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(more), "io.l7mp.proxy.Main"));
        command.addAll(arguments);
        return command;
    }

    /** {@return a new file with that text} */
    static Path temporary(String name, String suffix, String text) {
        try {
            return Files.writeString(Files.createTempFile(name, suffix), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath(List<Path> more) {
        return Stream.concat(Stream.of(CLASS_PATH), more.stream().map(Path::toString))
                .collect(Collectors.joining(":"));
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the program has ended:\n" + log());
        }
        try {
            return send("GET", "/api/v1/listeners", "").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** {@return a port that nobody had a moment ago} */
    static int freePort() {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (var _ = new ServerSocket(port); var _ = new DatagramSocket(port)) {
                return port;
            } catch (IOException _) {
                // somebody has it
            }
        }
        throw new IllegalStateException("no free port");
    }

    HttpResponse<String> send(String method, String path, String yaml) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "text/yaml")
                .method(method, HttpRequest.BodyPublishers.ofString(yaml))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes an object; fails if that is refused. */
    void add(String kind, String yaml) {
        expectOk(send("POST", "/api/v1/" + kind, yaml));
    }

    void delete(String path) {
        expectOk(send("DELETE", "/api/v1/" + path, ""));
    }

    private static void expectOk(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    response.request().uri() + ": " + response.statusCode() + " " + response.body());
        }
    }

    /** {@return what the API shows there} */
    Node get(String path) {
        var response = send("GET", "/api/v1/" + path, "");
        expectOk(response);
        return new Node(new Load(LoadSettings.builder().build()).loadFromString(response.body()));
    }

    /** {@return the sessions of a listener that are listed} */
    List<Node> sessions(String listener) {
        return get("sessions").items().stream()
                .filter(session -> session.at("source/origin").text().equals(listener))
                .toList();
    }

    /** {@return how many sessions of a listener are listed; for very many, as nothing of the list is kept} */
    long sessionsOf(String listener) {
        var response = send("GET", "/api/v1/sessions?format=terse", "");
        expectOk(response);
        var origin = "\"source\":{\"origin\":\"" + listener + "\"";
        var body = response.body();
        long count = 0;
        for (int i = body.indexOf(origin); i >= 0; i = body.indexOf(origin, i + 1)) {
            count++;
        }
        return count;
    }

    /** {@return how many descriptors the process has open} */
    long descriptors() {
        return entries("fd");
    }

    private long entries(String folder) {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/" + folder))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what all ended sessions, and nobody's peers, lost, by reason} */
    Node dropped() {
        return get("admin").at("counters/dropped");
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a farewell. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program did not end:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
