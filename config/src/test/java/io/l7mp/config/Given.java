package io.l7mp.config;

import io.l7mp.spi.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short ways to make what tests begin with. */
final class Given {
    private Given() {}

    static Json yaml(String text) {
        return TextFormat.YAML.read(text.getBytes(StandardCharsets.UTF_8), 4 << 20);
    }

    static Json.Obj object(String yaml) {
        return (Json.Obj) yaml(yaml);
    }

    static Edit edit(Tree base) {
        return new Edit(base, new FakeTypes());
    }

    static Tree tree(String file) {
        return edit(Tree.EMPTY).load(object(file)).done();
    }

    static String terse(Json json) {
        return JsonLayout.TERSE.write(json);
    }

    /** {@return the content of each problem} */
    static List<String> problems(Edit edit) {
        try {
            edit.done();
            return List.of();
        } catch (ConfigProblems e) {
            return e.problems().stream().map(Problem::content).toList();
        }
    }
}
