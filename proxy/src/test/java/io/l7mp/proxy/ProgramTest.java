package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.spi.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Settings> started = new ArrayList<>();
    private final List<Duration> stopped = new ArrayList<>();

    @TempDir
    private Path folder;

    /** A proxy without listeners, which therefore ends by itself. */
    private final class Deaf implements Running {
        @Override
        public boolean listens() {
            return false;
        }

        @Override
        public void stop(Duration limit) {
            stopped.add(limit);
        }
    }

    private int run(String... args) {
        return run(settings -> {
            started.add(settings);
            return new Deaf();
        }, args);
    }

    private int run(Starter starter, String... args) {
        var console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Program(console, starter).run(args);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("l7mp.yaml"), text).toString();
    }

    @Test
    void endsInOrderWhenThereIsNothingToWaitFor() throws IOException {
        var file = file("listeners: []");

        var status = run("-c", file, "-l", "silent");

        assertThat(status).isZero();
        assertThat(started).singleElement().satisfies(settings -> {
            assertThat(settings.source()).isEqualTo(file);
            assertThat(settings.text()).isEqualTo("listeners: []");
        });
        assertThat(stopped).containsExactly(Duration.ofSeconds(10));
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheFileInTheWordsOfTheReference() throws IOException {
        var missing = folder.resolve("missing.yaml").toString();

        assertThat(run("-c", missing)).isOne();
        assertThat(run("-c", file(" \n"))).isOne();
        assertThat(run("-c", folder.toString())).isOne();

        assertThat(err.toString(UTF_8)).startsWith("""
                Could not read static configuration %s: no such file
                No static configuration found
                Could not read static configuration %s: \
                """.formatted(missing, folder));
        assertThat(started).isEmpty();
    }

    @Test
    void listsEveryProblemWithItsPath() throws IOException {
        var problems = List.of("listeners[0].spec.port: 70000 (expected: 0..65535)",
                "routes[1].name: a\u001b (expected: no control characters)");
        var file = file("listeners: []");

        var status = run(_ -> {
            throw NotStarted.because(problems);
        }, "-c", file);

        assertThat(status).isOne();
        assertThat(err.toString(UTF_8)).isEqualTo("""
                Could not initialize static configuration: 2 problems
                  listeners[0].spec.port: 70000 (expected: 0..65535)
                  routes[1].name: a\\u001b (expected: no control characters)
                """);
    }

    @Test
    void aWrongCommandLineIsStatusTwo() {
        assertThat(run("--colour")).isEqualTo(2);

        assertThat(err.toString(UTF_8)).startsWith("l7mp: Unknown option: '--colour'");
    }

    @Test
    void helpAndVersionStartNothing() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();

        assertThat(out.toString(UTF_8)).startsWith("Usage: l7mp proxy").contains("\nl7mp ");
        assertThat(started).isEmpty();
    }

    @Test
    void theCommandLineWinsOverTheFile() throws IOException {
        run("-c", file("x"), "-s", "-l", "error", "-o", "disable", "-i", "lo");

        var admin = started.getFirst().over(AdminConfig.DEFAULT);

        assertThat(admin)
                .isEqualTo(
                        AdminConfig.DEFAULT.with("log_level", Json.of("error")).with("strict", Json.of(true))
                                .with("offload", Json.of("disable"))
                                .with("offload_ifs", Json.of(List.of(Json.of("lo")))));
    }

    @Test
    void allInterfacesMeansNoneIsNamed() throws IOException {
        run("-c", file("x"), "-l", "silent", "-i", "lo,all");
        var named = AdminConfig.DEFAULT.with("access_log_path", Json.of("/no/such/folder/access.log"))
                .with("offload_ifs", Json.of(List.of(Json.of("eth0"))));

        var admin = started.getFirst().over(named);

        assertThat(admin.offloadIfs()).isEmpty();
    }

    @Test
    void welcomeAndHelpNameThePortsOfTheEmbeddedConfiguration() {
        var configuration = Program.resource("default.yaml");

        assertThat(configuration).contains("port: 1234", "port: 7000", "port: 7001");
        assertThat(Program.resource("welcome.txt")).contains("127.0.0.1:1234", "127.0.0.1:7000",
                "127.0.0.1:7001");
        assertThat(Program.resource("help.txt")).contains("127.0.0.1:1234", "127.0.0.1:7000",
                "127.0.0.1:7001");
        assertThat(Program.resource("rehearsal.yaml")).contains("port: 0")
                .doesNotContainPattern("port: [1-9]");
    }
}
