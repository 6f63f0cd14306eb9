package io.l7mp.core.route;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever a rule and a peer say, a predicate has an answer. */
class PredicateFuzzTest {
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);
    private static final List<String> WORDS = List.of("test", "defined", "undefined", "contains", "starts",
            "ends",
            "matches", "in", "less", "more", "type", "contained", "intersects", "and", "or", "not", "TEST",
            "", "*",
            "/", "/a", "/a/b", "a/b", "//", "/a/0", "/a/b/", "/~0", "::ffff:1.2.3.4", "1.2.3.4", "(a+)+$",
            "[", "\\",
            "date", "iri", "null", "object", "array", "\uD800", "a{2}", "(?=", "http://[", "é", "apply");
    private static final List<String> KEYS = List.of("op", "path", "value", "ignore_case", "apply", "a", "b",
            "match");

    private final SplittableRandom random = new SplittableRandom(SEED);

    private Json value(int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 9)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(random.nextInt(-3, 30));
            case 3 -> Json.of(random.nextDouble(-1, 1e300));
            case 4, 5 -> Json.of(WORDS.get(random.nextInt(WORDS.size())));
            case 6 -> list(depth);
            default -> object(depth);
        };
    }

    private Json list(int depth) {
        var items = new ArrayList<Json>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(value(depth + 1));
        }
        return Json.of(items);
    }

    private Json.Obj object(int depth) {
        var object = Json.EMPTY;
        for (int i = random.nextInt(5); i > 0; i--) {
            object = object.with(KEYS.get(random.nextInt(KEYS.size())), value(depth + 1));
        }
        return object;
    }

    /** Something that has at least the look of a predicate. */
    private Json.Obj predicate(int depth) {
        var op = WORDS.get(random.nextInt(16));
        var predicate = object(depth).with("op", Json.of(op)).with("path",
                Json.of(WORDS.get(18 + random.nextInt(9))));
        if (depth < 4 && random.nextInt(3) == 0) {
            return predicate.with("apply", Json.of(List.of(predicate(depth + 1), predicate(depth + 1))));
        }
        return random.nextInt(5) > 0 ? predicate.with("value", value(depth + 1)) : predicate;
    }

    @Test
    void neverThrows() {
        for (int i = 0; i < 5_000; i++) {
            var predicate = random.nextInt(5) > 0 ? predicate(0) : value(0);
            var document = object(0).with("a", value(0));

            assertThatCode(() -> PredicateCompiler.match(predicate)
                    .holds(new Decision(Metadata.of(document), () -> {})))
                    .as("seed %d: %s on %s", SEED, predicate, document)
                    .doesNotThrowAnyException();
        }
    }
}
