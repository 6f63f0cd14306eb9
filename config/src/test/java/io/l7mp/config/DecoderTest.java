package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.l7mp.spi.Json;
import io.l7mp.spi.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DecoderTest {
    record Inner(int port, @Default("a b") String text) {
        Inner {
            if (port > 10) {
                throw new ConfigException("port", port, "0..10");
            }
        }
    }

    record Outer(String requiredText, @Default("1") long count, @Default("0.5") double share,
            @Default("false") boolean on, @Default("[1, 2]") List<Integer> numbers,
            @Default("{}") Map<String, Inner> byName, @Key({
                    "in", "inside"}) @Default("{\"port\": 1}") Inner inner,
            @Default("null") Json any, @Default("{}") Json.Obj object, @Default("[]") List<Inner> list) {
        Outer {
            numbers = List.copyOf(numbers);
            byName = Map.copyOf(byName);
            list = List.copyOf(list);
        }
    }

    record Whole(@Default("0") int a) {
        Whole {
            throw new ConfigException("", "x", "A sentence");
        }
    }

    record Holder(@Default("{}") Whole whole) {}

    private final List<String> warnings = new ArrayList<>();

    private Outer outer(String yaml) {
        return Decoder.decode(Outer.class, Given.object(yaml), warnings::add);
    }

    @Test
    void fillsInDefaults() {
        assertThat(outer("required_text: x")).isEqualTo(new Outer("x", 1, 0.5, false, List.of(1, 2), Map.of(),
                new Inner(1, "a b"), Json.NULL, Json.EMPTY, List.of()));
        assertThat(warnings).isEmpty();
    }

    @Test
    void readsEveryType() {
        var outer = outer(
                """
                        { required_text: t, count: 9007199254740993, share: 2, on: true, numbers: [], by_name: {k: {port: 3}},
                          inside: {port: 2, text: ''}, any: null, object: {x: [1]}, list: [{port: 4}] }""");

        assertThat(outer).isEqualTo(new Outer("t", 9007199254740993L, 2, true, List.of(),
                Map.of("k", new Inner(3, "a b")), new Inner(2, ""), Json.NULL,
                Json.obj("x", Json.of(List.of(Json.of(1)))), List.of(new Inner(4, "a b"))));
    }

    @Test
    void nullCountsAsNotGiven() {
        assertThat(outer("{required_text: x, count: null, in: ~}").count()).isEqualTo(1);
        assertThatThrownBy(() -> outer("required_text: null"))
                .hasMessage("required_text: missing (expected: text)");
    }

    @Test
    void collectsAllFaultsWithTheirPaths() {
        assertThatThrownBy(() -> outer("""
                { count: 1.5, share: "2", on: 1, numbers: [1, "2", 3000000000], by_name: {k: {port: 30}},
                  in: [], object: 5, list: [{port: 4}, {}, {port: 11}] }"""))
                .isInstanceOfSatisfying(ConfigProblems.class, e -> assertThat(e.problems())
                        .extracting(Problem::detail).containsExactly(
                                "required_text: missing (expected: text)",
                                "count: 1.5 (expected: a whole number of at most 64 bits)",
                                "share: \"2\" (expected: a number)",
                                "on: 1 (expected: true or false)",
                                "numbers[1]: \"2\" (expected: a whole number of at most 32 bits)",
                                "numbers[2]: 3000000000 (expected: a whole number of at most 32 bits)",
                                "by_name.k.port: 30 (expected: 0..10)",
                                "in: [] (expected: an object)",
                                "object: 5 (expected: an object)",
                                "list[1].port: missing (expected: a whole number of at most 32 bits)",
                                "list[2].port: 11 (expected: 0..10)"));
    }

    @Test
    void unknownKeysAreWarnings() {
        outer("{required_text: x, zap: 1, in: {port: 1, zip: {}}, by_name: {a: {port: 1, zup: 1}}}");

        assertThat(warnings).containsExactly("by_name.a.zup", "in.zip", "zap");
    }

    @Test
    void aFaultOfTheWholeKeepsItsSentence() {
        assertThatThrownBy(() -> Decoder.decode(Holder.class, Json.EMPTY, warnings::add))
                .isInstanceOfSatisfying(ConfigProblems.class, e -> assertThat(e.problems())
                        .containsExactly(new Problem("A sentence", "whole", "x", "A sentence")));
    }

    @Test
    void encodingIsTheInverse() {
        var outer = outer(
                "{required_text: t, numbers: [7], by_name: {k: {port: 3}}, in: {port: 2}, any: {q: 1}}");

        var json = Encoder.encode(outer);

        assertThat(Given.terse(json))
                .isEqualTo("{\"required_text\":\"t\",\"count\":1,\"share\":0.5,\"on\":false,"
                        + "\"numbers\":[7],\"by_name\":{\"k\":{\"port\":3,\"text\":\"a b\"}},\"in\":{\"port\":2,"
                        + "\"text\":\"a b\"},\"any\":{\"q\":1},\"object\":{},\"list\":[]}");
        assertThat(Decoder.decode(Outer.class, json, warnings::add)).isEqualTo(outer);
    }
}
