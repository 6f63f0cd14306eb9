package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JsonLayoutTest {
    private static final Json VALUE = new JsonCodec().read("""
            {"a":[1,{"b":null}],"c":{},"d":[],"e":"x"}""");

    @Test
    void plainIndentsByTwo() {
        assertThat(JsonLayout.of("plain").write(VALUE)).isEqualTo("""
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": {},
                  "d": [],
                  "e": "x"
                }""");
    }

    @Test
    void errorsIndentByFour() {
        assertThat(JsonLayout.ERROR.write(Json.obj("status", 400))).isEqualTo("{\n    \"status\": 400\n}");
        assertThat(JsonLayout.of("error")).isEqualTo(JsonLayout.PLAIN);
    }

    @Test
    void terseAndSpaceAreOneLine() {
        assertThat(JsonLayout.of("terse").write(VALUE)).isEqualTo(
                "{\"a\":[1,{\"b\":null}],\"c\":{},\"d\":[],\"e\":\"x\"}");
        assertThat(JsonLayout.of("space").write(VALUE)).isEqualTo(
                "{ \"a\": [ 1, { \"b\": null } ], \"c\": {}, \"d\": [], \"e\": \"x\" }");
    }

    @Test
    void linesHaveOneItemEach() {
        assertThat(JsonLayout.of("lines").write(VALUE)).isEqualTo("""
                {
                "a":[
                1,
                {
                "b":null
                }
                ],
                "c":{},
                "d":[],
                "e":"x"
                }""");
    }

    @Test
    void diffyPutsCommasFirst() {
        assertThat(JsonLayout.of("diffy").write(VALUE).replaceAll(" +\n", "\n")).isEqualTo("""
                { "a":
                  [ 1
                  ,
                    { "b": null
                    }
                  ]
                , "c": {}
                , "d": []
                , "e": "x"
                }""");
    }

    @ParameterizedTest
    @EnumSource(JsonLayout.class)
    void everyLayoutIsJson(JsonLayout layout) {
        var value = Json.obj("t", "\u0000\n\"\\é\uD83D\uDE00", "half", "\uD83D", "n", -1.5e300, "l",
                Long.MIN_VALUE,
                "v", VALUE);

        var text = layout.write(value);

        assertThat(new JsonCodec().read(text)).isEqualTo(value);
        assertThat(text).contains("\\ud83d\"");
    }
}
