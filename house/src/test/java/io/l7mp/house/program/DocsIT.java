package io.l7mp.house.program;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every command of the pages for users works, in its order, and prints what the page shows; so do the examples of the help. */
class DocsIT {
    /** The page that is not a file of its own. */
    static final String HELP = "l7mp proxy --help";

    /** Where the launcher finds the program; during a build it may not make one itself. */
    static final String PROGRAM = requireNonNullElse(System.getenv("L7MP_RUN"),
            System.getProperty("l7mp.root") + "/proxy/target/dist");

    /** Blocks of commands that are not run, and why. */
    static final Map<String, String> EXEMPT = Map.of(
            """
                    ./l7mp proxy    # builds at the first use, then runs the proxy
                    ./l7mp test     # brings what tests need, runs every test and guard, and says how many passed""",
            "builds, installs, and runs this test: the first stands below it once more, the second has a test of the launcher",
            """
                    mv /var/log/l7mp/access.log /var/log/l7mp/access.log.1
                    kill -HUP "$(pidof -s java)\"""",
            "would signal a process of somebody else; the test of the process does the same to its own");

    private static final List<String> PAGES = List.of("README.md", "docs/control-api.md", "docs/running.md",
            "docs/metrics.md", "docs/access-log.md", "docs/security.md", "docs/load-balancing.md",
            "docs/changes.md");
    private static final Path ROOT = Path.of(System.getProperty("l7mp.root"));
    private static final int PATIENCE = 240;

    private static Stream<Page.Step> steps(String page) {
        return Page.read(ROOT.resolve(page)).steps().stream();
    }

    @TestFactory
    Stream<DynamicTest> everyCommandDoesWhatThePageShows() {
        var withCommands = PAGES.stream()
                .filter(page -> steps(page).anyMatch(step -> !EXEMPT.containsKey(step.script().strip())));
        return Stream.concat(Stream.of(HELP), withCommands).map(page -> DynamicTest.dynamicTest(page, () -> {
            // 192.0.2.2 is this machine as seen by others: who calls it from there is no neighbour.
            new Namespace().withFilesOfItsOwn().with("ip address add 192.0.2.2/32 dev lo")
                    .with("mount -t tmpfs tmpfs /run").with("mkdir /run/secrets")
                    .run(Tour.class, PATIENCE, page);
        }));
    }

    @Test
    void noBlockIsWithoutALanguage() {
        for (var page : PAGES) {
            assertThat(Page.read(ROOT.resolve(page)).loose()).as("blocks of %s without a fence", page)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNotRunIsThere() {
        assertThat(PAGES.stream().flatMap(DocsIT::steps).map(step -> step.script().strip()))
                .containsAll(EXEMPT.keySet());
    }
}
