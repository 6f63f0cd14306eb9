package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file of cases, read with the names and ports of a run in place of the words that stand for them. */
final class ApiCases {
    private static final Path ROOT = Path.of(System.getProperty("l7mp.root"));

    /** The one that the simulated API is tried with too. */
    static final String CATALOGUE = "control/src/test/resources/io/l7mp/control/catalogue.yaml";

    private final Node file;

    private ApiCases(Node file) {
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @param path below the checkout
     * @param words what stands for what
     */
    static ApiCases read(String path, Map<String, ?> words) {
        try {
            var text = Files.readString(ROOT.resolve(path));
            for (var word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue().toString());
            }
            return new ApiCases(new Node(new Load(LoadSettings.builder().build()).loadFromString(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one that lies here. */
    static ApiCases here(String name, Map<String, ?> words) {
        return read("house/src/test/resources/io/l7mp/house/program/" + name, words);
    }

    /** {@return the objects that the cases count on, as a part of a configuration} */
    String given() {
        return new Dump(DumpSettings.builder().build()).dumpToString(file.at("given").value());
    }

    List<ApiCase> under(String key) {
        return file.at(key).items().stream().map(ApiCase::new).toList();
    }

    /** {@return a test for each case, one after another} */
    static Stream<DynamicTest> tests(List<ApiCase> cases, int port) {
        return cases.stream().map(each -> each.test(port));
    }
}
