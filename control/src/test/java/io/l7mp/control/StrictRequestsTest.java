package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strict mode over the API of a running core: what is refused with 422, and what is left to the operations. */
class StrictRequestsTest {
    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    @BeforeEach
    void isStrict() {
        api.load("admin: {strict: true}");
    }

    /** {@return for each violation where it is and what is wrong} */
    private static List<String> violations(SimApi.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.header("message"))
                .isEqualTo("Unprocessable Entity: Input JSON schema validation failed");
        var body = (Json.Obj) reply.json();
        var texts = new ArrayList<String>();
        for (var item : ((Json.Arr) body.get("content").orElseThrow()).items()) {
            var violation = (Json.Obj) item;
            assertThat(violation.members().keySet())
                    .containsExactly("keyword", "dataPath", "schemaPath", "params", "message");
            texts.add(text(violation, "dataPath") + " " + text(violation, "message"));
        }
        return texts;
    }

    private static String text(Json.Obj object, String key) {
        return ((Json.Text) object.get(key).orElseThrow()).value();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listeners               | {}                                                  | .requestBody should have required property 'listener'
            listeners               | []                                                  | .requestBody should be object
            listeners               | {name: a, spec: {protocol: Sim}, rules: []}         | .requestBody should have required property 'listener'
            listeners               | listener: {spec: {protocol: Sim}, rules: []}        | .requestBody.listener should have required property 'name'
            listeners               | listener: {name: a, spec: {protocol: X}, rules: []} | .requestBody.listener.spec.protocol should be equal to one of the allowed values
            clusters                | cluster: {name: a}                                  | .requestBody.cluster should have required property 'spec'
            clusters/controller/endpoints | endpoint: {spec: {address: 1}}                | .requestBody.endpoint.spec.address should be string
            rulelists               | rulelist: {name: a, rules: [1]}                     | .requestBody.rulelist.rules[0] should be string,object
            rulelists/l/rules/first | rule: r                                             | .path.position should be integer
            rulelists/l/rules/0     | {name: r}                                           | .requestBody should have required property 'rule'
            rules                   | rule: {name: a, match: 1, action: {}}               | .requestBody.rule.match should be object,string
            routes                  | route: {name: a, ingress: []}                       | .requestBody.route should have required property 'destination'
            config                  | {}                                                  | .requestBody should have required property 'admin'
            admin                   | admin: {log_level: 7}                               | .requestBody.admin.log_level should be string
            rules?format=plain      | rule: {name: a, action: {}}                         | .query should NOT have additional properties
            rules?dryRun=yes        | rule: {name: a, action: {}}                         | .query.dryRun should be boolean
            """)
    void whatIsSentWronglyIsRefusedWithItsPlace(String path, String body, String violation) {
        var before = api.office.tree();

        var reply = api.post("/api/v1/" + path, body);

        assertThat(violations(reply)).containsExactly(violation);
        assertThat(api.office.tree()).isSameAs(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listeners?recursive=1            | .query.recursive should be boolean
            listeners?recursive=True         | .query.recursive should be boolean
            listeners?format=pretty          | .query.format should be equal to one of the allowed values
            config?recursive=true            | .query should NOT have additional properties
            sessions?recursive=true          | .query should NOT have additional properties
            clusters/controller/endpoints?recursive=true | .query should NOT have additional properties
            rules?dryRun=true                | .query should NOT have additional properties
            rulelists/l/rules/first          | .path.position should be integer
            """)
    void whatIsAskedWronglyIsRefusedWithItsPlace(String path, String violation) {
        assertThat(violations(api.get("/api/v1/" + path))).containsExactly(violation);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        var reply = api.post("/api/v1/rulelists/l/rules/x?a=1&b=2", "{}");

        assertThat(violations(reply)).containsExactly(".path.position should be integer",
                ".query should NOT have additional properties",
                ".query should NOT have additional properties",
                ".requestBody should have required property 'rule'");
    }

    @Test
    void undeclaredParametersAreRefusedByEveryOperation() {
        for (var operation : Operations.on(api.office, "").all()) {
            var path = operation.path().replace("{name}", "x").replace("{position}", "0") + "?more=1";
            var reply = api.ask(SimApi.request(operation.method(), path, "text/yaml"), "{}");
            assertThat(violations(reply)).as(operation.id())
                    .contains(".query should NOT have additional properties");
        }
    }

    @Test
    void whatTheFormAllowsIsLeftToTheOperations() {
        assertThat(api.post("/api/v1/clusters", "cluster: {spec: {protocol: Sim}}").content())
                .isEqualTo("Cannot add cluster: Property name is required");
        assertThat(api.post("/api/v1/rulelists", "rulelist: {name: l, rules: [r]}").status()).isEqualTo(200);
        assertThat(api.post("/api/v1/rulelists/l/rules/0", "rule: 7").content())
                .isEqualTo("Cannot add rule to rulelist: Invalid rule");
        assertThat(api.delete("/api/v1/rulelists/l/rules/r?recursive=false").status()).isEqualTo(200);
        assertThat(api.get("/api/v1/rulelists/l/rules/-1").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/clusters/nobody?recursive=true&format=terse").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/nothing?more=1").status()).isEqualTo(404);
    }

    @Test
    void whatIsAcceptedBesidesIsAcceptedInStrictModeToo() {
        for (var body : List.of(
                "route: {name: a, cluster: c, unknown: 1}",
                "route: {name: b, destinationRef: {spec: {Sim: {port: 5}}}, ingress: [{clusterRef: c}]}")) {
            assertThat(api.post("/api/v1/routes", body).text()).contains("200");
        }
        assertThat(api.post("/api/v1/rules", "rule: {name: a, match: '*', action: {routeRef: a}}").status())
                .isEqualTo(200);
        assertThat(api.post("/api/v1/rules", "rule: {name: b, match: {match: '*'}, action: {}}").status())
                .isEqualTo(200);
        assertThat(api.post("/api/v1/listeners", "listener: {name: k, spec: {Sim: {port: 5}}, rulesRef: l}")
                .status()).isEqualTo(200);
    }

    @Test
    void itCanBeSwitchedWhileTheProxyRuns() {
        assertThat(api.get("/api/v1/rules?more=1").status()).isEqualTo(422);
        api.load("admin: {strict: false}");
        assertThat(api.get("/api/v1/rules?more=1").status()).isEqualTo(200);
    }
}
