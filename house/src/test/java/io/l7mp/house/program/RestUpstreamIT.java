package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the reference's own tests say of its API, plain and strict. */
class RestUpstreamIT {
    private static final List<String> FILES = List.of("20-api-cluster", "20-api-endpoint", "21-listeners-api",
            "22-routes-api", "22-rule-api", "22-rule-list-api", "24-api-config");
    private static final int AT_ONCE = 5;

    @TempDir
    private static Path folder;

    private static ApiModes modes;
    private static ApiCases cases;

    @BeforeAll
    static void start() {
        cases = ApiCases.here("upstream.yaml", Map.of("FREE", Proxy.freePort(), "FOLDER", folder));
        modes = new ApiModes(cases.given());
    }

    @AfterAll
    static void end() {
        modes.close();
    }

    @TestFactory
    Stream<DynamicContainer> itsFactsHold() {
        return facts(modes.plain());
    }

    @TestFactory
    Stream<DynamicContainer> itsFactsHoldInStrictMode() {
        return facts(modes.strict());
    }

    private static Stream<DynamicContainer> facts(Proxy proxy) {
        return FILES.stream()
                .map(file -> DynamicContainer.dynamicContainer(file,
                        ApiCases.tests(cases.under(file), proxy.port())));
    }

    @Test
    void objectsAreAddedAndDeletedFiveAtOnce() throws Exception {
        int port = Proxy.freePort();
        for (var proxy : List.of(modes.plain(), modes.strict())) {
            proxy.add("clusters", "cluster: {name: of-five, spec: {protocol: TCP, port: 7}}");
            for (var kind : Map.of(
                    "clusters", "cluster: {name: n%d, spec: {protocol: UDP, port: 7}}",
                    "clusters/of-five/endpoints", "endpoint: {name: n%d, spec: {address: 127.0.0.1}}",
                    "listeners",
                    "listener: {name: n%d, spec: {protocol: UDP, port: " + port + "}, rules: []}",
                    "rulelists", "rulelist: {name: n%d, rules: []}",
                    "rules", "rule: {name: n%d, action: {}}",
                    "routes", "route: {name: n%d, destination: of-five}").entrySet()) {
                var path = "/api/v1/" + kind.getKey();
                assertThat(atOnce(i -> proxy.send("POST", path, kind.getValue().formatted(i)).statusCode()))
                        .containsOnly(200);
                assertThat(names(proxy, kind.getKey()))
                        .containsAll(IntStream.range(0, AT_ONCE).mapToObj(i -> "n" + i).toList());
                var item = path.replaceFirst("clusters/.*/", "");
                assertThat(atOnce(i -> proxy.send("DELETE", item + "/n" + i, "").statusCode()))
                        .containsOnly(200);
                assertThat(names(proxy, kind.getKey())).noneMatch(name -> name.matches("n\\d"));
            }
            proxy.delete("clusters/of-five");
        }
    }

    @Test
    void oneOfFiveThatAddTheSameNameWins() throws Exception {
        for (var proxy : List.of(modes.plain(), modes.strict())) {
            var answers = atOnce(
                    _ -> proxy.send("POST", "/api/v1/rules", "rule: {name: same, action: {}}").statusCode());

            assertThat(answers).hasSize(AT_ONCE).contains(200).containsOnly(200, 400);
            assertThat(Collections.frequency(answers, 200)).isOne();
            proxy.delete("rules/same");
        }
    }

    @Test
    void aPortIsFreeForWhateverProtocolWhenItsListenerIsDeleted() {
        int port = Proxy.freePort();
        for (var proxy : List.of(modes.plain(), modes.strict())) {
            for (int i = 0; i < 30; i++) {
                var protocol = List.of("HTTP", "TCP", "WebSocket").get(i % 3);
                proxy.add("listeners",
                        "listener: {name: n, spec: {protocol: " + protocol + ", port: " + port
                                + "}, rules: []}");
                proxy.delete("listeners/n?recursive=true");
            }
        }
    }

    private static List<String> names(Proxy proxy, String kind) {
        return proxy.get(kind).items().stream().map(each -> each.at("name").text()).toList();
    }

    private interface Ask {
        int status(int which);
    }

    private static List<Integer> atOnce(Ask ask) throws Exception {
        var calls = IntStream.range(0, AT_ONCE).<Callable<Integer>>mapToObj(i -> () -> ask.status(i))
                .toList();
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var status : threads.invokeAll(calls)) {
                statuses.add(status.get());
            }
        }
        return statuses;
    }
}
