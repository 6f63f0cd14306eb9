package io.l7mp.protocol.jsonsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.TinyJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRecipeTest {
    private static final Metadata SESSION = Metadata.of((Json.Obj) TinyJson.TEXT
            .read("""
                    {"name": "s", "a": {"b": 1}, "IP": {"src_addr": "127.0.0.1"}, "list": [10, {"x": "y"}], "text": "t",
                     "no": false, "zero": 0, "empty": "", "null": null, "none": {}, "JSONSocketVersion": 9}"""));

    private static RequestRecipe recipe(String entries) {
        return RequestRecipe.of(((Json.Arr) TinyJson.TEXT.read(entries)).items());
    }

    private static String header(String entries) {
        return TinyJson.TEXT.write(recipe(entries).header(SESSION));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []                                                                  | {"JSONSocketVersion":1}
            [{"path":{"from":"/a","to":"/a"}},{"path":{"from":"/IP/src_addr","to":"x/y"}},{"set":{"key":"/k","value":"v"}}] | {"a":{"b":1},"x":{"y":"127.0.0.1"},"k":"v","JSONSocketVersion":1}
            [{"set":{"key":"/gone","value":1}},{"path":"/a"}]                   | {"b":1,"JSONSocketVersion":1}
            [{"set":{"key":"/gone","value":1}},{"path":{"from":"a"}}]           | {"b":1,"JSONSocketVersion":1}
            [{"path":{"from":"/list/1/x","to":"/l/0"}}]                         | {"l":{"0":"y"},"JSONSocketVersion":1}
            [{"path":"/text"}]                                                  | {"JSONSocketVersion":1}
            [{"path":"/list"},{"set":{"key":"k","value":2}}]                    | {"k":2,"JSONSocketVersion":1}
            [{"set":{"key":"k","value":1}},{"path":"/nothing"},{"path":"/no"},{"path":"/zero"},{"path":"/empty"},{"path":"/null"}] | {"k":1,"JSONSocketVersion":1}
            [{"set":{"key":"k","value":1}},{"path":"/none"}]                    | {"JSONSocketVersion":1}
            [{"set":{"key":"JSONSocketVersion","value":7}},{"set":{"key":"k","value":[true,null]}}] | {"JSONSocketVersion":1,"k":[true,null]}
            [{"set":{"key":"/","value":{"z":{}}}}]                              | {"z":{},"JSONSocketVersion":1}
            [{"set":{"key":"__proto__/x","value":1}}]                           | {"__proto__":{"x":1},"JSONSocketVersion":1}
            """)
    void buildsAHeaderStepByStep(String entries, String expected) {
        assertThat(header(entries)).isEqualTo(expected);
    }

    @Test
    void copiesTheWholeOfTheMetadata() {
        assertThat(header("[{\"path\":\"/\"}]")).startsWith("{\"name\":\"s\",\"a\":{\"b\":1},")
                .endsWith("\"JSONSocketVersion\":1}");
    }

    @Test
    void knowsTheFirstEntryThatMeansNothing() {
        assertThat(recipe("[{\"path\":\"/a\"},{\"put\":1},{\"get\":2}]").unknown())
                .contains(Json.obj("put", 1));
        assertThat(recipe("[{\"path\":\"/a\"}]").unknown()).isEmpty();
    }

    @Test
    void goesOnlySoDeep() {
        var deep = new RequestRecipe(List.of(new RequestRecipe.Step.Constant(
                io.l7mp.spi.Path.of("a/".repeat(101)), Json.of(1))));

        assertThatThrownBy(() -> deep.header(SESSION)).isInstanceOf(ConfigException.class);
    }
}
