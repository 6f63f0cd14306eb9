package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows a page as a reader would, in the name spaces in which it finds itself: in a folder where the launcher is, one step after
 * another, a new terminal for what stays, and one proxy at a time.
 */
final class Tour implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("l7mp.root"));
    private static final Path RESOURCES = ROOT.resolve("proxy/src/main/resources/io/l7mp/proxy");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int API = 1234;

    private final Path folder;
    private final List<Process> staying = new ArrayList<>();

    private Tour(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        var name = arguments[0];
        var page = name.equals(DocsIT.HELP)
                ? Page.examples(RESOURCES.resolve("help.txt"))
                : Page.read(ROOT.resolve(name));
        try (var tour = new Tour(Files.createTempDirectory("tour"))) {
            tour.prepare(page);
            for (var step : page.steps()) {
                if (!DocsIT.EXEMPT.containsKey(step.script().strip())) {
                    tour.follow(step);
                    System.out.println("followed: " + step.script());
                }
            }
        }
    }

    private void prepare(Page page) throws IOException, InterruptedException {
        Files.createSymbolicLink(folder.resolve("l7mp"), ROOT.resolve("l7mp"));
        Files.writeString(folder.resolve(".curlrc"), "fail-with-body\n");
        // The configuration without a file, but for everybody.
        Files.writeString(folder.resolve("l7mp.yaml"), Files.readString(RESOURCES.resolve("default.yaml"))
                .replace("address: 127.0.0.1, port: " + API, "port: " + API));
        for (var file : page.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        if (page.steps().stream().noneMatch(Tour::isProxy)) {
            follow(new Page.Step("l7mp proxy\n", true, ""));
        }
    }

    private static boolean isProxy(Page.Step step) {
        return step.stays() && step.script().contains("l7mp proxy");
    }

    private void follow(Page.Step step) throws IOException, InterruptedException {
        if (step.stays()) {
            stay(step);
        } else if (onlyLooks(step.script())) {
            // What it looks at may come a moment later.
            await().atMost(LIMIT).untilAsserted(() -> compare(step, run(step)));
        } else {
            compare(step, run(step));
        }
    }

    private static boolean onlyLooks(String script) {
        return !script.contains(">") && !script.contains(" -X ") && !script.contains(" --data")
                && !script.contains(" -d ") && !script.contains("socat");
    }

    private void stay(Page.Step step) throws IOException {
        leave();
        var out = Files.createTempFile(folder, "stays", ".txt");
        var process = shell(step).redirectOutput(out.toFile()).start();
        staying.add(process);
        await().atMost(LIMIT).ignoreException(ConnectException.class).untilAsserted(() -> {
            var said = Files.readString(out);
            if (!process.isAlive()) {
                throw new IllegalStateException(step.script() + "does not stay; it said:\n" + said);
            }
            compare(step, said);
            try (var api = new Socket(InetAddress.getLoopbackAddress(), API)) {
                assertThat(api.isConnected()).isTrue();
            }
        });
    }

    private String run(Page.Step step) throws IOException, InterruptedException {
        var out = Files.createTempFile(folder, "output", ".txt");
        var process = shell(step).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("%s has ended", step.script())
                .isTrue();
        var said = Files.readString(out);
        assertThat(process.exitValue()).as("status of %s; it said:%n%s", step.script(), said).isZero();
        return said;
    }

    /**
     * {@return a shell that ends at the first command that fails, and finds {@code l7mp} installed} Where the page does not show what
     * the API answers, curl fails unless that is a success.
     */
    private ProcessBuilder shell(Page.Step step) {
        var shell = new ProcessBuilder("sh", "-e", "-c", step.script()).directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("L7MP_RUN", DocsIT.PROGRAM);
        if (step.shown().isBlank()) {
            shell.environment().put("CURL_HOME", folder.toString());
        }
        shell.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
        return shell;
    }

    /** Three dots stand for anything; how lines are broken does not matter. */
    private static void compare(Page.Step step, String said) {
        if (!step.shown().isBlank()) {
            var pattern = Arrays.stream(step.shown().replaceAll("\\s+", " ").strip().split("\\.\\.\\.", -1))
                    .map(String::strip).map(Pattern::quote).collect(Collectors.joining(".*"));
            assertThat(said.replaceAll("\\s+", " ").strip()).as("what is printed by %s", step.script())
                    .matches(Pattern.compile(pattern, Pattern.DOTALL));
        }
    }

    /** What the shell has started goes first, as by Ctrl-C in its terminal. */
    private void leave() {
        for (var process : staying) {
            var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            all.forEach(ProcessHandle::destroy);
            await().atMost(LIMIT).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        }
        staying.clear();
    }

    @Override
    public void close() {
        leave();
    }
}
