package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The example configurations, unchanged: each is loaded, and passes the data that its comments describe, in name spaces of its own,
 * where its ports and files are free. Strict mode accepts all of them.
 */
class ExamplesIT {
    private static final boolean FULL = Boolean.getBoolean("l7mp.full");
    private static final int LIMIT = 120;

    private static final List<String> MODES = List.of("plain", "strict");

    /** In the normal build each file is run in one mode, in turns. */
    @TestFactory
    Stream<DynamicTest> everyExampleDoesWhatItsCommentsSay() throws IOException {
        try (var files = Files.list(Example.FOLDER)) {
            var all = files.map(Path::getFileName).map(Path::toString).sorted().toList();
            assertThat(Example.STORIES.keySet()).as("files that have a story")
                    .containsExactlyInAnyOrderElementsOf(all);
            return IntStream.range(0, all.size()).boxed()
                    .flatMap(i -> MODES.stream().filter(mode -> FULL || mode.equals(MODES.get(i % 2)))
                            .map(mode -> test(all.get(i), mode)));
        }
    }

    private static DynamicTest test(String file, String mode) {
        return DynamicTest.dynamicTest(file + ", " + mode, () -> {
            var said = new Namespace().withFilesOfItsOwn().run(Example.class, LIMIT, file, mode);
            assertThat(said).contains("as its comments say");
        });
    }
}
