package io.l7mp.house.program;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What strict mode refuses of each kind of object, and that it refuses nothing else. */
class RestStrictIT {
    private static Proxy proxy;
    private static ApiCases cases;

    @BeforeAll
    static void start() {
        proxy = ApiModes
                .strict("""
                        clusters: [{name: c, spec: {protocol: UDP, port: 7}, endpoints: [{name: e, spec: {address: 127.0.0.1}}]}]
                        rules: [{name: r, action: {}}]
                        rulelists: [{name: l, rules: [r]}]
                        """);
        cases = ApiCases.here("strict.yaml",
                Map.of("FREE", Proxy.freePort(), "FREF", Proxy.freePort(), "FREG", Proxy.freePort()));
    }

    @AfterAll
    static void end() {
        proxy.close();
    }

    @TestFactory
    Stream<DynamicTest> whatIsOfTheWrongFormIsRefusedWithItsPlace() {
        return ApiCases.tests(cases.under("refused"), proxy.port());
    }

    @TestFactory
    Stream<DynamicTest> allElseIsLeftToTheOperations() {
        return ApiCases.tests(cases.under("left_alone"), proxy.port());
    }
}
