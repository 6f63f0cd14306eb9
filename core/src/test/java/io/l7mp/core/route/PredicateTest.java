package io.l7mp.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The predicate language: first the vectors of the specification with the answers that are ours, then what they leave out. */
class PredicateTest {
    private static final Json.Obj DOCUMENT = Json.obj("a", Json.obj(
            "b", "FooBar", "n", 10, "z", 0, "nul", Json.NULL, "real", 2.5, "yes", true,
            "arr", Json.of(List.of(Json.of(1), Json.of("x"), Json.obj("k", 1))),
            "o", Json.obj("p", 1), "q", Json.obj("x", "A", "y", Json.of(List.of(Json.of("B")))),
            "ip", "10.20.30.40", "empty", ""));

    private static boolean holds(Json predicate) {
        return PredicateCompiler.match(predicate).holds(new Decision(Metadata.of(DOCUMENT), () -> {}));
    }

    private static Json.Obj of(String op, String path) {
        return Json.obj("op", op, "path", path);
    }

    private static Json.Obj of(String op, String path, Object value) {
        return Json.obj("op", op, "path", path, "value", value);
    }

    private static Json.Obj anyCase(String op, String path, Object value) {
        return Json.obj("op", op, "path", path, "value", value, "ignore_case", true);
    }

    private static Json.Obj group(String op, Json... inner) {
        return Json.obj("op", op, "apply", Json.of(List.of(inner)));
    }

    private static Json list(Object... items) {
        var values = new ArrayList<Json>();
        for (var item : items) {
            values.add(Json.obj("v", item).get("v").orElseThrow());
        }
        return Json.of(values);
    }

    @Test
    void testsForDeepEqualityWithType() {
        assertThat(holds(of("test", "/a/b", "FooBar"))).isTrue();
        assertThat(holds(anyCase("test", "/a/b", "foobar"))).isTrue();
        assertThat(holds(of("test", "/a/b", "foobar"))).isFalse();
        assertThat(holds(of("test", "/a/o", Json.obj("p", 1)))).isTrue();
        assertThat(holds(of("test", "/a/n", "10"))).isFalse();
        assertThat(holds(of("test", "/a/n", 10.0))).isTrue();
        assertThat(holds(of("test", "/a/real", 2.5))).isTrue();
        assertThat(holds(of("test", "/a/yes", true))).isTrue();
        assertThat(holds(of("test", "/a/nul", Json.NULL))).isTrue();
        assertThat(holds(of("test", "/q", Json.NULL))).isFalse();
        assertThat(holds(of("test", "/a/arr", list(1, "x", Json.obj("k", 1))))).isTrue();
        assertThat(holds(of("test", "/a/arr", list(1, "x")))).isFalse();
        assertThat(holds(of("test", "/a/q", Json.obj("y", list("B"), "x", "A")))).isTrue();
        assertThat(holds(anyCase("test", "/a/q", Json.obj("y", list("b"), "x", "a")))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a/b, false", "x/a/b, true", "/a/b/, true", "/a/b//q, true", "/a/b/length, false"})
    void readsPathsFromTheFirstSlashToTheFirstGap(String path, boolean expected) {
        assertThat(holds(of("test", path, "FooBar"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/, false", "/a/nul, true", "/a//b, true", "/a/z, true", "/a/z/q, false", "/a/arr/2/k, true",
            "/a/arr/3, false", "/a/arr/length, false", "/a~1b, false", "//a, false", "'', false"})
    void findsWhatIsDefined(String path, boolean expected) {
        assertThat(holds(of("defined", path))).isEqualTo(expected);
    }

    @Test
    void findsWhatIsUndefined() {
        assertThat(holds(of("undefined", "/q/r/s"))).isTrue();
        assertThat(holds(of("undefined", "/"))).isTrue();
        assertThat(holds(of("undefined", "/a/nul"))).isFalse();
        assertThat(holds(of("undefined", ""))).isFalse();
    }

    @Test
    void looksForPartsOfTextsAndArrays() {
        assertThat(holds(of("contains", "/a/b", "oBa"))).isTrue();
        assertThat(holds(anyCase("contains", "/a/b", "OBA"))).isTrue();
        assertThat(holds(of("contains", "/a/arr", "x"))).isTrue();
        assertThat(holds(of("contains", "/a/arr", 1))).isTrue();
        assertThat(holds(of("contains", "/a/arr", Json.obj("k", 1)))).isFalse();
        assertThat(holds(of("starts", "/a/b", "Foo"))).isTrue();
        assertThat(holds(of("starts", "/a/b", "foo"))).isFalse();
        assertThat(holds(of("starts", "/a/arr", 1))).isTrue();
        assertThat(holds(of("starts", "/a/ip", 10.2))).isTrue();
        assertThat(holds(of("ends", "/a/b", "Bar"))).isTrue();
        assertThat(holds(of("ends", "/a/b", "o"))).isFalse();
        assertThat(holds(of("ends", "/a/b", "zzzzzzz"))).isFalse();
        assertThat(holds(Json.obj("op", "ends", "path", "/v", "value", "ab"))).isFalse();
    }

    @Test
    void endsByTheSuffixWhereverElseItIs() {
        var condition = PredicateCompiler.match(of("ends", "/v", "ab"));

        assertThat(condition.holds(new Decision(Metadata.of(Json.obj("v", "abab")), () -> {}))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"contains, /a/n", "contains, /a/nul", "starts, /a/n", "starts, /a/yes", "ends, /a/o",
            "contains, /q", "contained, /a/b", "intersects, /a/b", "less, /a/b", "matches, /a/n"})
    void isFalseWhereTheReferenceThrows(String op, String path) {
        assertThat(holds(of(op, path, 1))).isFalse();
        assertThat(holds(of(op, path, "1"))).isFalse();
        assertThat(holds(of(op, path, list(1)))).isFalse();
    }

    @Test
    void comparesNumbersOnly() {
        assertThat(holds(of("less", "/a/n", 11))).isTrue();
        assertThat(holds(of("less", "/a/n", "11"))).isFalse();
        assertThat(holds(of("less", "/a/n", 10.5))).isTrue();
        assertThat(holds(of("more", "/a/n", 10))).isFalse();
        assertThat(holds(of("more", "/a/n", 9))).isTrue();
        assertThat(holds(of("more", "/a/b", 1))).isFalse();
        assertThat(holds(of("less", "/q", 1))).isFalse();
    }

    @Test
    void looksInLists() {
        assertThat(holds(of("in", "/a/n", list(9, 10)))).isTrue();
        assertThat(holds(of("in", "/a/b", "FooBar"))).isFalse();
        assertThat(holds(anyCase("in", "/a/b", list("x", "foobar")))).isTrue();
        assertThat(holds(of("in", "/a/o", list(Json.obj("p", 1))))).isTrue();
        assertThat(holds(of("in", "/q", list(Json.NULL)))).isFalse();
        assertThat(holds(anyCase("contained", "/a/arr", "X"))).isTrue();
        assertThat(holds(of("contained", "/a/arr", Json.obj("k", 1)))).isTrue();
        assertThat(holds(of("intersects", "/a/arr", list(5, 1)))).isTrue();
        assertThat(holds(of("intersects", "/a/arr", list(5, 6)))).isFalse();
        assertThat(holds(of("intersects", "/a/arr", 1))).isFalse();
    }

    @Test
    void matchesExpressions() {
        assertThat(holds(anyCase("matches", "/a/b", "^foo"))).isTrue();
        assertThat(holds(of("matches", "/a/b", "oB"))).isTrue();
        assertThat(holds(of("matches", "/a/b", "("))).isFalse();
        assertThat(holds(of("matches", "/a/n", "1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/a/n, number", "/a/b, string", "/a/yes, boolean", "/a/o, object", "/a/arr, object",
            "/a/nul, object",
            "/a/arr, array", "/a/nul, null", "/q, undefined"})
    void knowsTypes(String path, String type) {
        assertThat(holds(of("type", path, type))).isTrue();
        assertThat(holds(of("type", "/a/empty", type))).isEqualTo(type.equals("string"));
        assertThat(holds(of("type", path, "function"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"date, 2026-11-24, true", "date, 24.11.2026, false", "time, 12:30:00Z, true",
            "time, 12:30:00, false",
            "time, 12:30:00.250+01:00, true", "date-time, 2026-11-24T12:30:00Z, true",
            "date-time, 2026-11-24 12:30:00Z, false", "lang, en, true", "lang, en-US, true",
            "lang, English, false",
            "lang-range, *, true", "lang-range, en-*, true", "lang-range, en_US, false",
            "iri, mailto:a@b.c, true",
            "iri, /a/b, false", "iri, http://a b/, false", "absolute-iri, https://example.org/x, true",
            "absolute-iri, mailto:a@b.c, false", "other, x, false"})
    void knowsTypesOfTexts(String type, String text, boolean expected) {
        var condition = PredicateCompiler.match(of("type", "/v", type));

        assertThat(condition.holds(new Decision(Metadata.of(Json.obj("v", text)), () -> {})))
                .isEqualTo(expected);
        assertThat(holds(of("type", "/a/n", type))).isFalse();
    }

    @Test
    void combinesOthers() {
        var yes = of("defined", "/a");
        var no = of("defined", "/q");

        assertThat(holds(group("and"))).isTrue();
        assertThat(holds(group("or"))).isTrue();
        assertThat(holds(group("not"))).isTrue();
        assertThat(holds(group("and", yes, yes))).isTrue();
        assertThat(holds(group("and", yes, no))).isFalse();
        assertThat(holds(group("or", no, yes))).isTrue();
        assertThat(holds(group("or", no, no))).isFalse();
        assertThat(holds(group("not", no, no))).isTrue();
        assertThat(holds(group("not", no, yes))).isFalse();
        assertThat(holds(group("not", group("and", yes, group("or", no, yes))))).isFalse();
    }

    @Test
    void looksFromAnotherRootInsideOthers() {
        assertThat(holds(group("and", of("test", "/b", "FooBar")).with("path", Json.of("/a")))).isTrue();
        assertThat(holds(group("and", of("defined", "/a")).with("path", Json.of("/a")))).isFalse();
        assertThat(holds(group("and", of("defined", "/a")).with("path", Json.of("")))).isTrue();
        assertThat(holds(group("and", of("undefined", "/a")).with("path", Json.of("/")))).isTrue();
        var inner = group("or", of("test", "/p", 1)).with("path", Json.of("/o"));
        assertThat(holds(group("and", inner).with("path", Json.of("/a")))).isTrue();
    }

    @Test
    void isFalseWhereItMakesNoSense() {
        var senseless = List.of(Json.EMPTY, Json.NULL, Json.of(5), Json.obj("op", 5),
                of("TEST", "/a/b", "FooBar"),
                of("test", "/a/b"), Json.obj("op", "test", "value", 1), Json.obj("op", "defined", "path", 5),
                Json.obj("op", "and"), Json.obj("op", "and", "apply", Json.EMPTY),
                group("and").with("path", Json.of(5)), Json.obj("op", "defined"));

        assertThat(senseless).noneMatch(PredicateTest::holds);
        assertThat(senseless).allMatch(predicate -> holds(group("not", predicate)));
    }

    @Test
    void letsAllThroughWithoutPredicate() {
        assertThat(holds(Json.of("*"))).isTrue();
        assertThat(holds(Json.of("anything"))).isTrue();
        assertThat(holds(Json.obj("match", "*"))).isTrue();
        assertThat(holds(Json.obj("match", "x"))).isFalse();
    }

    @Test
    void knowsTheOldSpellingOfAddresses() {
        assertThat(holds(of("test", "/a/ip", "::ffff:10.20.30.40"))).isTrue();
        assertThat(holds(of("test", "/a/ip", "10.20.30.40"))).isTrue();
        assertThat(holds(of("in", "/a/ip", list("::ffff:1.2.3.4", "::ffff:10.20.30.40")))).isTrue();
        assertThat(holds(of("starts", "/a/ip", "::ffff:10.20."))).isTrue();
        assertThat(holds(of("matches", "/a/ip", "^::ffff:10\\."))).isTrue();
        assertThat(holds(of("test", "/a/ip", "::ffff:10.20.30.4"))).isFalse();
        assertThat(holds(of("starts", "/a/b", "::ffff:"))).isFalse();
        assertThat(holds(anyCase("test", "/a/ip", "::FFFF:10.20.30.40"))).isTrue();
    }

    @Test
    void countsExpressionsThatWereGivenUp() {
        var count = new AtomicInteger();
        var metadata = Metadata.of(Json.obj("v", "a".repeat(64) + "!"));
        var hard = of("matches", "/v", "^(a+)+$");
        var easy = of("matches", "/v", "^a");
        var decision = new Decision(metadata, count::incrementAndGet);

        boolean before = PredicateCompiler.match(easy).holds(decision);
        boolean found = PredicateCompiler.match(group("or", hard, hard, hard)).holds(decision);
        boolean after = PredicateCompiler.match(easy).holds(decision);

        assertThat(before).isTrue();
        assertThat(found).isFalse();
        assertThat(after).as("all of the decision's effort is used up").isFalse();
        assertThat(count).hasValue(4);
    }
}
