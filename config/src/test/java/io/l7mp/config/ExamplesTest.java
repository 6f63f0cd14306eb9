package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that the reference starts with, and files that nothing starts with. */
final class ExamplesTest {
    static List<Path> examples() throws IOException, URISyntaxException {
        return files("/examples");
    }

    static List<Path> invalid() throws IOException, URISyntaxException {
        return files("/invalid");
    }

    private static List<Path> files(String folder) throws IOException, URISyntaxException {
        var root = Path.of(ExamplesTest.class.getResource(folder).toURI());
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    private static Edit load(Path file) throws IOException {
        return Given.edit(Tree.EMPTY).load((Json.Obj) TextFormat.readAny(Files.readAllBytes(file), 4 << 20));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleLoadsWithoutAWarning(Path file) throws IOException {
        var edit = load(file);

        var tree = edit.done();

        assertThat(edit.warnings()).isEmpty();
        assertThat(tree.listeners()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void everyFaultIsNamed(Path file) throws IOException {
        var words = file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt"));

        assertThat(complaint(file)).isEqualTo(Files.readString(words).strip());
    }

    /** {@return for each problem the text that clients know and, indented, where it is} */
    private static String complaint(Path file) throws IOException {
        try {
            load(file).done();
            return "nothing";
        } catch (ConfigProblems e) {
            return String.join("\n", e.problems().stream()
                    .map(problem -> problem.content() + "\n    " + problem.detail()).toList());
        } catch (ConfigException e) {
            return e.expected();
        }
    }

    /** Any part of a good file may be anything: it loads or is refused, and nothing else happens. */
    @ParameterizedTest
    @MethodSource("examples")
    void damagedFilesAreRefusedAndNothingWorse(Path file) throws IOException {
        var random = new Random(Long.getLong("l7mp.test.seed", 1));
        var whole = (Json.Obj) TextFormat.readAny(Files.readAllBytes(file), 4 << 20);
        for (int run = 0; run < 100; run++) {
            var edit = Given.edit(Tree.EMPTY).load(new Json.Obj(damaged(whole, random)));
            try {
                var dump = new Dump(edit.done());
                for (var kind : ObjectKind.values()) {
                    assertThat(dump.all(kind, true)).isInstanceOf(Json.Arr.class);
                }
            } catch (ConfigProblems e) {
                assertThat(e.problems()).allSatisfy(problem -> assertThat(problem.content()).isNotEmpty());
            }
        }
    }

    private static Json damage(Json value, Random random) {
        if (random.nextInt(30) == 0) {
            return switch (random.nextInt(8)) {
                case 0 -> Json.NULL;
                case 1 -> Json.of(random.nextInt(100_000) - 10);
                case 2 -> Json.of(true);
                case 3 -> Json.of("");
                case 4 -> Json.of(List.of(Json.EMPTY, Json.of("a b")));
                case 5 -> Json.EMPTY;
                case 6 -> Json.of(0.5);
                default -> Json.obj("protocol", Json.of(1), "name", "x", "cluster", Json.NULL);
            };
        }
        return switch (value) {
            case Json.Obj object -> new Json.Obj(damaged(object, random));
            case Json.Arr array -> Json.of(array.items().stream().map(item -> damage(item, random)).toList());
            default -> value;
        };
    }

    private static Map<String, Json> damaged(Json.Obj object, Random random) {
        var members = new LinkedHashMap<String, Json>();
        object.members().forEach((key, member) -> {
            if (random.nextInt(40) > 0) {
                members.put(key, damage(member, random));
            }
        });
        return members;
    }
}
