package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API's description as the program serves it, with all its protocols, against the one among the documents. */
class OpenApiDocumentTest {
    private static final Path WRITTEN = Path.of(System.getProperty("l7mp.root", ".."), "docs",
            "openapi.yaml");

    private final LogSetup logs = LogSetup.onStandardError("warn");

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void isWhatIsWrittenDown() throws Exception {
        var served = served();

        if (Boolean.getBoolean("l7mp.write")) {
            Files.writeString(WRITTEN, served);
        }
        assertThat(Files.readString(WRITTEN))
                .as("docs/openapi.yaml; to write it anew, run this test with -Dl7mp.write=true")
                .isEqualTo(served);
    }

    private String served() throws Exception {
        int port = freePort();
        var running = Assembly.start(new Settings("the test", """
                listeners:
                  - name: api
                    spec: { protocol: HTTP, address: 127.0.0.1, port: %d }
                    rules: [ { action: { route: { destination: { spec: { protocol: L7mpController } } } } } ]
                """.formatted(port), new Arguments("the test", false, "warn", "", List.of(), false), logs));
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/openapi.yaml"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        } finally {
            running.stop(Duration.ofSeconds(5));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
