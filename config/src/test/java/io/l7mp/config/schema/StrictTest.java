package io.l7mp.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.FakeTypes;
import io.l7mp.config.TextFormat;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strict mode minds and what it leaves alone, from a table of both. */
class StrictTest {
    private static final Catalogue CATALOGUE = new Catalogue(new FakeTypes());

    private static Json read(String resource) throws IOException {
        try (var in = StrictTest.class.getResourceAsStream(resource)) {
            return TextFormat.readAny(in.readAllBytes(), 1 << 20);
        }
    }

    private static List<Json> table(Json.Obj section, String key) {
        return ((Json.Arr) section.get(key).orElseThrow()).items();
    }

    private static Stream<Json.Obj> sections() throws IOException {
        return ((Json.Arr) read("/strict.yaml")).items().stream().map(Json.Obj.class::cast);
    }

    private static String shape(Json.Obj section) {
        return ((Json.Text) section.get("shape").orElseThrow()).value();
    }

    static List<Arguments> good() throws IOException {
        var rows = new ArrayList<Arguments>();
        sections().forEach(section -> table(section, "good")
                .forEach(value -> rows.add(Arguments.of(shape(section), value))));
        return rows;
    }

    static List<Arguments> bad() throws IOException {
        var rows = new ArrayList<Arguments>();
        sections().forEach(section -> table(section, "bad").forEach(row -> {
            var pair = ((Json.Arr) row).items();
            rows.add(Arguments.of(shape(section), pair.get(0), ((Json.Text) pair.get(1)).value()));
        }));
        return rows;
    }

    @ParameterizedTest
    @MethodSource("good")
    void letsPass(String shape, Json value) {
        assertThat(CATALOGUE.violations(new Shape.Named(shape), value, "")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesOnceAndAtItsPlace(String shape, Json value, String complaint) {
        var violations = CATALOGUE.violations(new Shape.Named(shape), value, "");

        assertThat(violations).extracting(one -> one.dataPath() + " " + one.message())
                .containsExactly(complaint);
    }

    @Test
    void everyShapeThatIsWrittenIsInTheTable() throws IOException {
        var asked = sections().map(StrictTest::shape).toList();

        assertThat(asked).doesNotHaveDuplicates();
        assertThat(CATALOGUE.shapes().keySet()).containsAll(asked);
        assertThat(CATALOGUE.shapes().keySet().stream().filter(name -> name.endsWith("Request")))
                .allMatch(asked::contains);
    }

    static List<Path> examples() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(StrictTest.class.getResource("/examples").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsFineInStrictMode(Path file) throws IOException {
        var document = TextFormat.readAny(Files.readAllBytes(file), 1 << 20);

        assertThat(CATALOGUE.violations(new Shape.Named("Config"), document, "")).isEmpty();
    }

    @Test
    void aViolationIsToldInAllItsParts() {
        var violations = CATALOGUE.violations(new Shape.Named("ListenerRequest"),
                Json.obj("listener", Json.obj("name", "a", "rules", "l", "spec",
                        Json.obj("protocol", "TCP", "port", 70_000))),
                ".requestBody");

        assertThat(violations).extracting(Violation::json).containsExactly(Json.obj("keyword", "maximum",
                "dataPath", ".requestBody.listener.spec.port",
                "schemaPath", "#/components/schemas/TCPListenerSpec/properties/port/maximum",
                "params", Json.obj("comparison", "<=", "limit", 65_535, "exclusive", false),
                "message", "should be <= 65535"));
    }

    @Test
    void manyViolationsAreToldUpToABound() {
        var document = Json.obj("rules", Json.of(Collections.nCopies(10_000, Json.of(true))));

        assertThat(CATALOGUE.violations(new Shape.Named("RuleList"), document, "")).hasSize(100);
    }

    @Test
    void keysThatAreNoWordsAreQuotedInPaths() {
        var shape = new Shape.Table(Shape.TEXT);

        assertThat(CATALOGUE.violations(shape, Json.obj("it's", 1), "")).extracting(Violation::dataPath)
                .containsExactly("['it\\'s']");
    }

    @Test
    void parametersAreReadAsWhatTheyShouldBe() {
        var declared = Shape.struct(Member.optional("n", Shape.WHOLE), Member.optional("b", Shape.TRUTH),
                Member.optional("w", new Shape.Text(List.of("a", "b"))));

        assertThat(CATALOGUE.parameters(declared, Map.of("n", "-3", "b", "false", "w", "b"), ".query"))
                .isEmpty();
        assertThat(
                CATALOGUE.parameters(declared, Map.of("n", "1.5", "b", "True", "w", "", "x", "1"), ".query"))
                .extracting(one -> one.dataPath() + " " + one.message())
                .containsExactly(".query.b should be boolean", ".query.n should be integer",
                        ".query.w should be equal to one of the allowed values",
                        ".query should NOT have additional properties");
    }
}
