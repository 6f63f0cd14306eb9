package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** HTTP, asked by curl. */
final class HttpExamples {
    private static final String WEB = "http://127.0.0.1:20050";

    private HttpExamples() {}

    static void everythingElseIsAddedByRest(Proxy proxy) throws IOException {
        var shown = read(curl("http://127.0.0.1:1234/api/v1/config"));
        assertThat(shown.at("listeners").items()).singleElement()
                .satisfies(listener -> assertThat(listener.at("name").text()).isEqualTo("mgmt"));
        assertThat(shown.at("clusters").items()).singleElement()
                .satisfies(cluster -> assertThat(cluster.at("spec/protocol").text())
                        .isEqualTo("L7mpController"));

        proxy.add("listeners", """
                listener:
                  name: added
                  spec: {protocol: UDP, port: 20010}
                  rules: [{action: {route: {destination: {spec: {protocol: Echo}}}}}]
                """);
        try (var client = new Asker(20010)) {
            client.expectEcho("hello");
        }
    }

    static void theFirstRuleThatMatchesWins(Proxy proxy) {
        assertThat(curl("-d", "hi", WEB + "/echo")).isEqualTo("hi");

        var wrapped = read(curl("-d", "hi", "-H", "X-Tenant: ACME", WEB + "/whatever"));
        assertThat(new String(Base64.getDecoder().decode(wrapped.at("payload").text()), UTF_8))
                .isEqualTo("hi");
        assertThat(wrapped.at("metadata/labels/tenant").text()).isEqualTo("acme");
        assertThat(wrapped.at("metadata/labels/flags/priority").number()).isEqualTo(1);
        assertThat(wrapped.at("metadata/labels/flags/beta").value()).isEqualTo(true);
        assertThat(curl("-d", "hi", "-H", "X-Tenant: ACME", WEB + "/echo")).as("the rule before it")
                .isEqualTo("hi");
        assertThat(curl("-H", "X-Tenant: ACME", WEB + "/whatever")).as("GET is no write").isEmpty();

        assertThat(status("-d", "hi", "-A", "a BadBot/1", WEB + "/whatever")).as("no rule").isEqualTo("404");
        assertThat(curl("-d", "hi", WEB + "/whatever")).as("by the other list").isEqualTo("hi");
        assertThat(status("-d", "hi", "-H", "Accept: 1/2", WEB + "/whatever")).as("no rule in the other list")
                .isEqualTo("404");
        assertThat(status("-d", "hi", "--local-port", "600-1000", WEB + "/whatever")).isEqualTo("200");
        assertThat(curl("-d", "hi", "--local-port", "600-1000", WEB + "/whatever")).as("into Discard")
                .isEmpty();
        assertThat(proxy.get("admin").at("counters/bugs").number()).isZero();
    }

    private static String status(String... arguments) {
        return curl(
                Stream.concat(Stream.of("-o", "/dev/null", "-w", "%{http_code}"), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private static String curl(String... arguments) {
        return Command.output(Stream.concat(Stream.of("curl", "-s", "-S"), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private static Node read(String json) {
        return new Node(new Load(LoadSettings.builder().build()).loadFromString(json));
    }
}
