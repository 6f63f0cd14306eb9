package io.l7mp.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written as YAML is read as the same value. */
class YamlWriterTest {
    private static final List<String> TEXTS = List.of("", " ", "a", "a ", " a", "a: b", "a:", "a #b", "#a",
            "- a",
            "-", "?", "null", "Null", "~", "true", "TRUE", "yes", "1", "0x1F", "1e3", ".5", ".inf", ".nan",
            "a\nb",
            "a\tb", "'", "it's", "\"", "{a}", "[a]", "a, b", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">",
            "<<",
            "é", "\u0000", "/a/{b}", "a  b", "---", "...", "=", "$ref", "<INVALID>", "2026-11-24", "a{", "a}",
            "a;");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void readsBackAsItWas(int seed) {
        var random = new Random(seed * Long.getLong("l7mp.test.seed", 1));
        for (int i = 0; i < 200; i++) {
            var value = value(random, 0);
            var text = YamlWriter.write(value);
            assertThat(TextFormat.YAML.read(text.getBytes(UTF_8), 1 << 20)).as(text).isEqualTo(value);
        }
    }

    private static Json value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 8)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> random.nextBoolean() ? Json.of(random.nextLong()) : Json.of(random.nextDouble());
            case 3 -> Json.of(TEXTS.get(random.nextInt(TEXTS.size())));
            case 4, 5 -> {
                var items = new ArrayList<Json>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth + 1));
                }
                yield Json.of(items);
            }
            default -> {
                var members = new LinkedHashMap<String, Json>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.put(TEXTS.get(random.nextInt(TEXTS.size())), value(random, depth + 1));
                }
                yield new Json.Obj(members);
            }
        };
    }

    @Test
    void whatMergesElsewhereIsATextHere() {
        assertThat(TextFormat.YAML.read("{<<: <<, a: [<<]}".getBytes(UTF_8), 1 << 20))
                .isEqualTo(Json.obj("<<", "<<", "a", Json.of(List.of(Json.of("<<")))));
    }

    @Test
    void isLaidOutForReaders() {
        var value = Json.obj("paths", Json.obj("/a/{name}", Json.of(List.of(
                Json.obj("name", "a", "in", "path", "tags", Json.of(List.of(Json.of("x"), Json.of(7)))),
                Json.of("plain text"), Json.EMPTY, Json.of(List.of())))));

        assertThat(YamlWriter.write(value)).isEqualTo("""
                paths:
                  /a/{name}:
                    - name: a
                      in: path
                      tags:
                        - x
                        - 7
                    - plain text
                    - {}
                    - []
                """);
    }
}
