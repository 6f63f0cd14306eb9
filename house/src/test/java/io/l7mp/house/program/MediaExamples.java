package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Conferences and transforms, with socat at every end. */
final class MediaExamples {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private MediaExamples() {}

    static void usersOfOneCallMeet(Proxy proxy) throws IOException {
        try (var a = Command.start("socat", "-", "UDP4:127.0.0.1:20080");
                var b = Command.start("socat", "-", "UDP4:127.0.0.1:20081")) {
            await().atMost(LIMIT).until(() -> {
                a.tell("a speaks\n");
                b.tell("b speaks\n");
                return a.said().contains("b speaks\n") && b.said().contains("a speaks\n");
            });
            assertThat(a.said()).as("what a hears").doesNotContain("a speaks");
            assertThat(b.said()).as("what b hears").doesNotContain("b speaks");
        }
        assertThat(proxy.sessions("worker")).as("legs at the worker").hasSize(2).allSatisfy(leg -> {
            assertThat(leg.at("metadata/JSONSocket/call/id").number()).isEqualTo(4711);
            assertThat(leg.at("metadata/JSONSocket/origin/gateway").text()).isEqualTo("gw-1");
        });
        assertThat(proxy.sessions("worker")).extracting(leg -> leg.at("metadata/JSONSocket/call/side").text())
                .containsExactlyInAnyOrder("a", "b");
    }

    static void chainsDifferAndAreCounted(Proxy proxy) throws IOException {
        var seen = Path.of("/tmp/seen");
        try (var _ = Command.start("socat", "UDP4-LISTEN:21100,bind=127.0.0.1", "SYSTEM:tee /tmp/seen");
                var client = Command.start("socat", "-", "UDP4:127.0.0.1:20100")) {
            // The upstream may not be there for the first of them.
            await().atMost(LIMIT).until(() -> {
                client.tell("hello\n");
                return client.said().contains("hello\n");
            });
            var wrapped = new Node(new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(seen).split("(?<=})(?=\\{)")[0]));
            assertThat(new String(Base64.getDecoder().decode(wrapped.at("payload").text()), UTF_8))
                    .isEqualTo("hello\n");
            assertThat(wrapped.at("metadata/UDP/dst_port").number()).isEqualTo(20100);
            var session = proxy.sessions("telemetry").getFirst().at("name").text();
            await().atMost(LIMIT).untilAsserted(() -> {
                var page = Command.output("curl", "-s", "-S", "http://127.0.0.1:20101/metrics");
                long in = counted(page, "packet", session, "count-in");
                long out = counted(page, "packet", session, "count-out");
                assertThat(client.said()).as("what came back, once for each that was counted out")
                        .isEqualTo("hello\n".repeat((int) out));
                assertThat(in).isGreaterThanOrEqualTo(out);
                assertThat(counted(page, "byte", session, "count-in")).as("before it is wrapped")
                        .isEqualTo(6 * in);
                assertThat(counted(page, "byte", session, "count-out")).as("after it is unwrapped")
                        .isEqualTo(6 * out);
            });
        }
    }

    private static long counted(String page, String what, String session, String cluster) {
        var series = "session_%s_counter_total{sessionName=\"%s\",clusterName=\"%s\"} ".formatted(what,
                session, cluster);
        return page.lines().filter(line -> line.startsWith(series))
                .map(line -> line.substring(series.length()))
                .mapToLong(Long::parseLong).findFirst().orElse(0);
    }
}
