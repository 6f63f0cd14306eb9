package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every refusal of the catalogue, with its status, headers and words, and what strict mode says instead. Nothing changes by them. */
class RestCatalogueIT {
    private static final ApiCases CATALOGUE = ApiCases.read(ApiCases.CATALOGUE, Map.of("STREAM", "TCP"));
    private static ApiModes modes;

    @BeforeAll
    static void start() {
        modes = new ApiModes(CATALOGUE.given());
    }

    @AfterAll
    static void end() {
        modes.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRefusalHasItsWords() {
        return tests(modes.plain(), CATALOGUE.under("cases"));
    }

    @TestFactory
    Stream<DynamicTest> strictModeRefusesTheFormBefore() {
        return tests(modes.strict(), CATALOGUE.under("cases").stream().map(ApiCase::inStrictMode).toList());
    }

    private static Stream<DynamicTest> tests(Proxy proxy, List<ApiCase> cases) {
        assertThat(cases).hasSizeGreaterThan(120);
        var before = objects(proxy);
        return Stream.concat(ApiCases.tests(cases, proxy.port()),
                Stream.of(DynamicTest.dynamicTest("nothing has changed",
                        () -> assertThat(objects(proxy)).isEqualTo(before))));
    }

    private static List<String> objects(Proxy proxy) {
        return Stream.of("listeners", "clusters?recursive=true", "rulelists", "rules", "routes")
                .map(kind -> proxy.send("GET", "/api/v1/" + kind, "").body()).toList();
    }
}
