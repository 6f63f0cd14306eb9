package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that an independent generator makes from the document that the program serves. What it sends has the generated types, or does
 * not compile; each of its answers is held against the document's schemas. What it does stands in {@code house/peers/client}.
 */
class ClientIT {
    private static final Path PEERS = Path.of(System.getProperty("l7mp.root")).toAbsolutePath()
            .resolve("house/peers");
    private static final long LIMIT_SECONDS = 200;

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() throws IOException {
        Files.deleteIfExists(folder.resolve("node_modules"));
    }

    @Test
    void createsReadsAndDeletesEveryKindOfObject() throws Exception {
        bringSources();
        try (var proxy = Proxy.start()) {
            var url = "http://127.0.0.1:" + proxy.port();

            node("node_modules/.bin/openapi-ts", "-i", url + "/api/v1/openapi.json", "-o", "generated",
                    "-c", "@hey-api/client-fetch", "--no-log-file");
            node("node_modules/.bin/tsc", "-p", ".");
            var said = node("built/trip.js", url, String.valueOf(Proxy.freePort()), folder.toString());

            assertThat(said).endsWith("answers are as the document says\n");
            assertThat(proxy.get("admin").at("counters/bugs").number()).isZero();
            assertThat(proxy.isAlive()).isTrue();
        }
    }

    /** Modules are looked for beside sources and above, so all of it is made in one folder. */
    private void bringSources() throws IOException {
        try (var sources = Files.list(PEERS.resolve("client"))) {
            for (var source : sources.toList()) {
                Files.copy(source, folder.resolve(source.getFileName()));
            }
        }
        Files.createSymbolicLink(folder.resolve("node_modules"), PEERS.resolve("node_modules"));
    }

    /** {@return what the script printed} */
    private String node(String... script) throws Exception {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(script));
        var out = folder.resolve("out");
        var process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("%s", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        var said = Files.readString(out);
        assertThat(process.exitValue()).as("%s:%n%s", command, said).isZero();
        return said;
    }
}
