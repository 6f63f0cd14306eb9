package io.l7mp.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.JsonCodec;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateCheckTest {
    private static List<String> paths(String match) {
        return PredicateCheck.warnings(new JsonCodec().read(match)).stream()
                .map(warning -> warning.substring(0, warning.indexOf(':'))).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'*'", "{'match': '*'}", "{'op': 'test', 'path': '/a', 'value': null}",
            "{'op': 'defined', 'path': '/a'}",
            "{'op': 'undefined', 'path': '/b'}", "{'op': 'in', 'path': '/a', 'value': []}",
            "{'op': 'less', 'path': '/a', 'value': 5}",
            "{'op': 'matches', 'path': '/a', 'value': '^(a|b)+$', 'ignore_case': true}",
            "{'op': 'type', 'path': '/a', 'value': 'x'}",
            "{'op': 'contains', 'path': '/a', 'value': {}}", "{'op': 'and', 'apply': []}",
            "{'op': 'not', 'path': '/a', 'apply': [{'op': 'or', 'apply': [{'op': 'test', 'path': '/b', 'value': 1}]}]}"})
    void hasNothingToSayAboutWhatCanBeUnderstood(String match) {
        assertThat(paths(match.replace('\'', '"'))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "{'op': 'Test', 'path': '/a', 'value': 1}|match.op", "{}|match.op",
            "{'op': 5}|match.op", "{'op': 'test', 'value': 1}|match.path",
            "{'op': 'test', 'path': '', 'value': 1}|match.path",
            "{'op': 'test', 'path': '/a'}|match.value", "{'op': 'defined'}|match.path",
            "{'op': 'in', 'path': '/a', 'value': 1}|match.value",
            "{'op': 'more', 'path': '/a', 'value': '1'}|match.value",
            "{'op': 'matches', 'path': '/a', 'value': '(['}|match.value",
            "{'op': 'matches', 'path': '/a', 'value': 1}|match.value",
            "{'op': 'type', 'path': '/a', 'value': 1}|match.value",
            "{'op': 'and'}|match.apply", "{'op': 'or', 'apply': {}}|match.apply",
            "{'op': 'and', 'apply': [1]}|match.apply[0]",
            "{'op': 'and', 'apply': [{'op': 'not', 'apply': [{'op': '?'}]}]}|match.apply[0].apply[0].op"})
    void saysWhatWillNeverBeTrue(String match, String path) {
        assertThat(paths(match.replace('\'', '"'))).containsExactly(path);
    }

    @Test
    void theCompilerTakesForFalseWhatIsSaidToBe() {
        var metadata = Metadata.of(Json.obj("a", "1"));
        for (var bad : List.of("{'op': 'Test', 'path': '/a', 'value': '1'}", "{'op': 'test', 'value': '1'}",
                "{'op': 'test', 'path': '/a'}",
                "{'op': 'in', 'path': '/a', 'value': '1'}", "{'op': 'matches', 'path': '/a', 'value': '1('}",
                "{'op': 'defined'}", "{'op': 'and'}")) {
            var match = new JsonCodec().read(bad.replace('\'', '"'));

            assertThat(PredicateCheck.warnings(match)).as(bad).hasSize(1);
            assertThat(PredicateCompiler.match(match).holds(new Decision(metadata, () -> {}))).as(bad)
                    .isFalse();
        }
    }
}
