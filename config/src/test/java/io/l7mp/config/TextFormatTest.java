package io.l7mp.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextFormatTest {
    private static final int MOST = 4 << 20;

    private static Json any(String text) {
        return TextFormat.readAny(text.getBytes(UTF_8), MOST);
    }

    @ParameterizedTest
    @CsvSource({"application/json,JSON", "text/x-json,JSON", "Application/JSON; charset=utf-8,JSON",
            "text/yaml,YAML",
            "application/x-yaml ;charset=utf-8,YAML"})
    void mediaTypesHaveCaseAndParameters(String type, TextFormat format) {
        assertThat(TextFormat.of(type)).contains(format);
        assertThat(TextFormat.of("x" + type)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"yes|\"yes\"", "on|\"on\"", "off|\"off\"", "true|true", "True|true",
            "~|null",
            "null|null", "''|null", "0x1F|31", "0o17|15", "017|17", "-5|-5", "1.5|1.5", "1e3|1000",
            "2026-01-01|\"2026-01-01\"", "12:30|\"12:30\"", "12345678901234567890123|1.2345678901234568E22",
            "'\"5\"'|\"5\"", "!!str 5|\"5\"", "! 5|\"5\"", "!!float 5|5"})
    void yamlScalarsAreTypedByTheCoreSchema(String scalar, String json) {
        var value = TextFormat.YAML.read(("a: " + scalar).getBytes(UTF_8), MOST);

        assertThat(Given.terse(value)).isEqualTo("{\"a\":" + json + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a: .inf|.inf is no finite number of at most 64 bits (line 1, column 4)",
            "a: 1e999999999|1e999999999 is no finite number of at most 64 bits (line 1, column 4)",
            "a: 0xFFFFFFFFFFFFFFFFF|0xFFFFFFFFFFFFFFFFF is no finite number of at most 64 bits (line 1, column 4)",
            "a: *x|alias *x names nothing before it (line 1, column 4)",
            "a: &x [*x]|alias *x names nothing before it (line 1, column 8)",
            "{a: 1, a: 2}|key \"a\" stands twice in one mapping (line 1, column 8)",
            "? [1]|only a text can be a key (line 1, column 3)",
            "a: !!binary aGk=|tag tag:yaml.org,2002:binary does not fit aGk= (line 1, column 4)",
            "a: !!set {}|tag tag:yaml.org,2002:set is unknown (line 1, column 4)",
            "{\"a\": 1e999999999}|the number is too large (line 1, column 7)",
            "{\"a\": 1, \"a\": 2}|member \"a\" stands twice in one object (line 1, column 10)",
            "{\"a\": 1} x|Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token "
                    + "'null', 'true' or 'false') (line 1, column 10)",
            "[\"a\"|Unexpected end-of-input: expected close marker for Array (line 1, column 5)"})
    void refusesWithThePlace(String text, String words) {
        assertThatThrownBy(() -> any(text)).isInstanceOfSatisfying(ConfigException.class, e -> {
            assertThat(e.path()).isEmpty();
            assertThat(e.expected()).isEqualTo(words);
        });
    }

    @Test
    void sharesWhatAnAliasNames() {
        var value = any("a: &x {b: [1]}\nc: *x\n&k d: *k\n");

        assertThat(Given.terse(value)).isEqualTo("{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]},\"d\":\"d\"}");
    }

    @Test
    void countsWhatAliasesStandFor() {
        var bomb = new StringBuilder("a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [").append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
        }

        assertThatThrownBy(() -> any(bomb.toString())).hasMessageContaining("aliases stand for too much");
    }

    @Test
    void countsTheDepthOfAliases() {
        var deep = "a: &a " + "[".repeat(60) + "]".repeat(60) + "\nb: " + "[".repeat(60) + "*a"
                + "]".repeat(60);

        assertThatThrownBy(() -> any(deep)).hasMessageContaining("nested deeper than 100");
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void boundsTheDepth(TextFormat format) {
        var allowed = ("[".repeat(100) + "]".repeat(100)).getBytes(UTF_8);
        var over = ("[".repeat(101) + "]".repeat(101)).getBytes(UTF_8);
        var absurd = "[".repeat(20_000).getBytes(UTF_8);

        assertThat(format.read(allowed, MOST)).isInstanceOf(Json.Arr.class);
        assertThatThrownBy(() -> format.read(over, MOST)).hasMessageContaining("nested deeper than 100");
        assertThatThrownBy(() -> format.read(absurd, MOST)).hasMessageContaining("nested deeper than 100");
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void saysWhichPlaceIsTooDeep(TextFormat format) {
        var lists = "[".repeat(100_000).getBytes(UTF_8);
        var objects = ("{\"cluster\": {\"endpoints\": [0, {" + "\"k\": {".repeat(100)).getBytes(UTF_8);

        assertThatThrownBy(() -> format.read(lists, MOST)).isInstanceOfSatisfying(ConfigException.class,
                e -> assertThat(e.path()).isEqualTo("[0]".repeat(100)));
        assertThatThrownBy(() -> format.read(objects, MOST)).isInstanceOfSatisfying(ConfigException.class,
                e -> assertThat(e.path()).isEqualTo("cluster.endpoints[1]" + ".k".repeat(97)));
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void aPathOfLongKeysIsShort(TextFormat format) {
        var text = ("{\"" + "x".repeat(10_000) + "\": ").repeat(101).getBytes(UTF_8);

        assertThatThrownBy(() -> format.read(text, MOST)).isInstanceOfSatisfying(ConfigException.class,
                e -> assertThat(e.path()).hasSizeLessThan(5_000));
    }

    @Test
    void boundsTheSize() {
        assertThatThrownBy(() -> TextFormat.readAny(new byte[11], 10))
                .hasMessageContaining("the text is longer than 10 bytes");
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void readsTextsLongerThanTheParserUsuallyDoes(TextFormat format) {
        var text = ("[1]" + " \n".repeat(1_600_000)).getBytes(UTF_8);

        assertThat(format.read(text, MOST)).isEqualTo(Json.of(List.of(Json.of(1))));
    }

    /** Were the time quadratic, this would take minutes. */
    @Test
    void readsScalarsAsLongAsTheTextInTimeProportionalToThem() {
        int length = MOST - 1024;
        var word = Json.of("x".repeat(length));
        for (var text : List.of("x".repeat(length), "\"" + "x".repeat(length) + "\"",
                "'" + "x".repeat(length) + "'", "|-\n " + "x".repeat(length), "!!str " + "x".repeat(length),
                " ".repeat(length / 2) + "'" + "x".repeat(length) + "'")) {
            assertThat(TextFormat.YAML.read(text.getBytes(UTF_8), 2 * MOST).equals(word)).isTrue();
        }
        assertThat(any("#" + "x".repeat(length))).isEqualTo(Json.NULL);
        assertThatThrownBy(() -> any("*" + "x".repeat(length)))
                .hasMessageContaining("names nothing before it");
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void readsNumbersOfAnyLength(TextFormat format) {
        var huge = "[" + "1".repeat(MOST - 2) + "]";
        var tiny = "[0." + "0".repeat(5_000) + "1]";
        var third = "[0." + "3".repeat(MOST - 4) + "]";

        assertThatThrownBy(() -> format.read(huge.getBytes(UTF_8), MOST))
                .isInstanceOfSatisfying(ConfigException.class, e -> {
                    assertThat(e.expected()).endsWith("(line 1, column 2)");
                    assertThat(e.value()).isEqualTo("line 1, column 2");
                });
        assertThat(format.read(tiny.getBytes(UTF_8), MOST)).isEqualTo(Json.of(List.of(Json.of(0.0))));
        assertThat(format.read(third.getBytes(UTF_8), MOST)).isEqualTo(Json.of(List.of(Json.of(1.0 / 3))));
    }

    @Test
    void aNumberOfMoreThanAThousandDigitsIsTooLarge() {
        assertThatThrownBy(() -> any("{\"a\": " + "7".repeat(1001) + "}"))
                .hasMessageContaining("the number is too large (line 1, column 7)");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThatThrownBy(() -> TextFormat.readAny(new byte[]{'a', ':', (byte) 0xff}, 10))
                .hasMessageContaining("the text is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: 1}", "{\"a\": 1}", "a: 1", "# note\n{a: 1}", "---\na: 1\n",
            "\uFEFF{\"a\":1}",
            "{\t\"a\":\t1}"})
    void tellsTheLanguageByTheContent(String text) {
        assertThat(any(text)).isEqualTo(Json.obj("a", 1));
    }

    @Test
    void anEmptyYamlTextIsNullAndASecondDocumentIsRefused() {
        assertThat(any("")).isEqualTo(Json.NULL);
        assertThat(any("# nothing\n")).isEqualTo(Json.NULL);
        assertThatThrownBy(() -> any("a: 1\n---\nb: 2\n")).hasMessageContaining("a second document follows");
    }

    @Test
    void randomBytesAreRefusedAndNothingWorse() {
        var random = new Random(Long.getLong("l7mp.test.seed", 1));
        var alphabet = "{}[]:,\"'\\\n\t -?*&!|>%@`#~abe01.+\u00e9\u0000".toCharArray();
        for (int run = 0; run < 4_000; run++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
            var bytes = text.toString().getBytes(UTF_8);
            if (run % 3 == 0) {
                random.nextBytes(bytes);
            }
            for (var format : TextFormat.values()) {
                try {
                    var value = format.read(bytes, MOST);
                    var again = new JsonCodec().read(JsonLayout.PLAIN.write(value));
                    assertThat(again).isEqualTo(value);
                } catch (ConfigException e) {
                    assertThat(e.expected()).isNotEmpty();
                }
            }
        }
    }
}
