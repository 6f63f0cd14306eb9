package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Path} lives in {@code spi}, which reads no text; its vectors are text. */
final class PathTest {
    private static final Json DOCUMENT = json("""
            {"a":{"b":"FooBar","n":10,"z":0,"nul":null,"arr":[1,"x",{"k":1}],"o":{"p":1}}}""");

    private static Json json(String text) {
        return new JsonCodec().read(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a/b|\"FooBar\"", "/a/b|\"FooBar\"", "/a/b/|\"FooBar\"",
            "/a/arr/1|\"x\"",
            "/a/arr/2/k|1", "/a/z|0", "/a/nul|null", "a/o|{\"p\":1}", "/a/arr|[1,\"x\",{\"k\":1}]"})
    void findsWhatIsThere(String path, String value) {
        assertThat(Path.of(path).get(DOCUMENT)).contains(json(value));
    }

    @ParameterizedTest
    @CsvSource({"''", "//a", "/a/z/q", "/a//b", "/q", "/a/arr/3", "/a/arr/01x", "/a/b/length", "/a/arr/-1"})
    void findsNothingElsewhere(String path) {
        assertThat(Path.of(path).get(DOCUMENT)).isEmpty();
    }

    @Test
    void slashIsTheWholeDocument() {
        assertThat(Path.of("/").get(DOCUMENT)).contains(DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"a\":1}|/|\"x\"",
            "{\"a\":1}|b|{\"a\":1,\"b\":\"x\"}",
            "{\"a\":1}|/b/c|{\"a\":1,\"b\":{\"c\":\"x\"}}",
            "{\"a\":0}|/a/c|{\"a\":{\"c\":\"x\"}}",
            "{\"a\":1}|/a/c|{\"a\":{\"c\":\"x\"}}",
            "{\"a\":[1]}|/a/3|{\"a\":[1,null,null,\"x\"]}",
            "{\"a\":[1]}|/a/0/|{\"a\":[\"x\"]}",
            "{}|/a/0/b|{\"a\":{\"0\":{\"b\":\"x\"}}}",
            "{}|/5x/b|{\"5x\":{\"b\":\"x\"}}",
            "{}|/192.168.0.1/x|{\"192.168.0.1\":{\"x\":\"x\"}}",
            "{}|a//b|{\"a\":{}}",
            "{}|/a~1b/c~0d|{\"a/b\":{\"c~d\":\"x\"}}",
            "{}|/__proto__/x|{\"__proto__\":{\"x\":\"x\"}}"})
    void writesWhereTheReferenceDoesOrBetter(String before, String path, String after) {
        assertThat(Path.of(path).set(json(before), Json.of("x"))).isEqualTo(json(after));
    }

    @Test
    void leavesTheOldDocumentAlone() {
        var before = json("{\"a\":{\"b\":1}}");

        var after = Path.of("/a/b").set(before, Json.of(2));

        assertThat(before).isEqualTo(json("{\"a\":{\"b\":1}}"));
        assertThat(after).isEqualTo(json("{\"a\":{\"b\":2}}"));
    }

    @Test
    void refusesToFillUpHugeArrays() {
        assertThatThrownBy(() -> Path.of("/a/999999999").set(json("{\"a\":[]}"), Json.NULL))
                .isInstanceOf(ConfigException.class);
    }
}
