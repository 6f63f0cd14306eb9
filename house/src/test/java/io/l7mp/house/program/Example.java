package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs one example in the name spaces in which it finds itself: starts the program with the file, and lives through its story. */
final class Example {
    static final Path FOLDER = Path.of(System.getProperty("l7mp.root"), "config/src/test/resources/examples");

    static final Map<String, Story> STORIES = Map.ofEntries(
            Map.entry("01-controller-only.yaml", HttpExamples::everythingElseIsAddedByRest),
            Map.entry("02-udp-loadbalanced-pool.yaml", PoolExample::clientsKeepTheirBackend),
            Map.entry("03-udp-connected-modes.yaml", DatagramExamples::modesDecideWhoIsHeard),
            Map.entry("04-tcp-forwarder.yaml", StreamExamples::aRefusingUpstreamIsTriedFiveTimes),
            Map.entry("05-http-matching.yaml", HttpExamples::theFirstRuleThatMatchesWins),
            Map.entry("06-websocket-bridge.yaml", WebSocketExamples::thePathDecidesTheTransport),
            Map.entry("07-udp-to-websocket.yaml", WebSocketExamples::datagramsAreLifted),
            Map.entry("08-jsonsocket-rendezvous.yaml", MediaExamples::usersOfOneCallMeet),
            Map.entry("09-unix-sockets.yaml", StreamExamples::unixSocketsOnBothSides),
            Map.entry("10-transform-chains-and-metrics.yaml", MediaExamples::chainsDifferAndAreCounted),
            Map.entry("11-named-objects-late-binding.yaml", DatagramExamples::namesAreLookedUpLate),
            Map.entry("12-udp-kernel-fastpath.yaml", DatagramExamples::offloadFallsBack));

    private static final int API = 1234;

    /** What is seen of a running example from outside. */
    interface Story {
        void tell(Proxy proxy) throws Exception;
    }

    private Example() {}

    public static void main(String[] arguments) throws Exception {
        var file = arguments[0];
        boolean strict = arguments[1].equals("strict");
        var config = FOLDER.resolve(file).toString();
        try (var proxy = Proxy.launch(List.of(), List.of("-XX:TieredStopAtLevel=1"), List.of(), API,
                strict ? List.of("-c", config, "-s") : List.of("-c", config))) {
            assertThat(proxy.get("admin").at("strict").value()).as("strict mode").isEqualTo(strict);
            try {
                STORIES.get(file).tell(proxy);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("the log:\n" + proxy.log(), e);
            }
            assertThat(proxy.get("admin").at("counters/bugs").number()).as("bugs").isZero();
            assertThat(proxy.log()).doesNotContain("ERROR");
        }
        System.out.println(file + " does as its comments say");
    }
}
