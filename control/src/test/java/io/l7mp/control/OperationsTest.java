package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table against a running core: every operation, and what each is told that cannot be done. */
class OperationsTest {
    private static final String OK = """
            {
              "status": 200,
              "message": "OK"
            }""";

    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    private void created(String path, String yaml) {
        var reply = api.post("/api/v1/" + path, yaml);
        assertThat(reply.text()).as("POST %s", path).isEqualTo(OK);
        assertThat(reply.status()).isEqualTo(200);
    }

    private void deleted(String path) {
        assertThat(api.delete("/api/v1/" + path).text()).as("DELETE %s", path).isEqualTo(OK);
    }

    private String shown(String path) {
        var separator = path.contains("?") ? "&" : "?";
        var reply = api.get("/api/v1/" + path + separator + "format=terse");
        assertThat(reply.status()).as("GET %s: %s", path, reply.text()).isEqualTo(200);
        return reply.text();
    }

    private String refused(SimApi.Reply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("\"message\": \"Bad Request\"");
        return reply.content();
    }

    @Test
    void thereAreThirtyFourOperationsAndOurDocumentInTwoLanguages() {
        var all = Operations.on(api.office, "").all();

        assertThat(all).hasSize(34 + 2);
        assertThat(all).extracting(Operation::id).doesNotHaveDuplicates();
        assertThat(all).extracting(operation -> operation.method() + operation.path())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyKindIsCreatedReadAndDeleted() {
        created("clusters", "cluster: {name: c, spec: {protocol: Sim, port: 7}}");
        created("clusters/c/endpoints", "endpoint: {name: e, spec: {address: 10.0.0.1}}");
        created("routes", "route: {name: t, destination: c}");
        created("rules", "rule: {name: r, action: {route: t}}");
        created("rulelists", "rulelist: {name: l, rules: [r]}");
        created("listeners", "listener: {name: s, spec: {protocol: Sim, port: 8}, rules: l}");

        assertThat(shown("clusters/c"))
                .isEqualTo("{\"name\":\"c\",\"spec\":{\"protocol\":\"Sim\",\"port\":7},"
                        + "\"endpoints\":1,\"loadbalancer\":{\"policy\":\"Trivial\"}}");
        assertThat(shown("clusters/c/endpoints")).startsWith("[{\"name\":\"e\"");
        assertThat(shown("endpoints/e")).contains("\"address\":\"10.0.0.1\"", "\"weight\":1");
        assertThat(shown("routes/t?recursive=true")).contains("\"destination\":{\"name\":\"c\"");
        assertThat(shown("rules/r")).contains("\"route\":\"t\"");
        assertThat(shown("rulelists/l")).isEqualTo("{\"name\":\"l\",\"rules\":[\"r\"]}");
        assertThat(shown("rulelists/l/rules/0")).contains("\"name\":\"r\"");
        assertThat(shown("listeners/s")).contains("\"rules\":\"l\"");
        assertThat(shown("listeners?recursive=true")).contains("\"rules\":[{\"name\":\"r\"");

        List.of("listeners/s", "rulelists/l", "rules/r", "routes/t", "endpoints/e", "clusters/c")
                .forEach(this::deleted);
        assertThat(shown("rules")).isEqualTo(shown("rules?recursive=True")).doesNotContain("\"r\"");
        assertThat(api.world.net().openInside()).isEmpty();
    }

    @Test
    void rulesGoIntoListsAtTheirPlaces() {
        created("rulelists", "rulelist: {name: l, rules: []}");
        created("rulelists/l/rules/0", "rule: later");
        created("rulelists/l/rules/0",
                "rule: {name: first, action: {route: {destination: {name: d, spec: {protocol: Sim}}}}}");

        assertThat(shown("rulelists/l")).contains("[\"first\",\"later\"]");
        deleted("rulelists/l/rules/first?recursive=true");
        deleted("rulelists/l/rules/0");

        assertThat(shown("rulelists/l")).contains("\"rules\":[]");
        assertThat(shown("clusters")).doesNotContain("\"d\"");
    }

    @Test
    void aDeletedListenersPortIsFreeWhenTheCallReturns() {
        for (int i = 0; i < 5; i++) {
            created("listeners", "listener: {name: s, spec: {protocol: Sim, port: 8}, rules: []}");
            deleted("listeners/s?recursive=true");
        }
    }

    @Test
    void namesMayHoldSlashes() {
        created("clusters", "cluster: {name: /l7mp.io/v1/Target/default/x, spec: {protocol: Sim}}");

        assertThat(shown("clusters/%2Fl7mp.io%2Fv1%2FTarget%2Fdefault%2Fx")).contains("/default/x");
        deleted("clusters/%2fl7mp.io%2fv1%2fTarget%2fdefault%2fx/");
    }

    @Test
    void aSlashAtTheEndIsToleratedAndADoubledOneIsNot() {
        assertThat(shown("clusters/")).isEqualTo(shown("clusters"));
        assertThat(shown("clusters/controller/")).contains("controller");
        assertThat(api.get("/api/v1//clusters").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/clusters//").status()).isEqualTo(404);
        assertThat(api.get("//api/v1/clusters").status()).isEqualTo(404);
        assertThat(api.get("/api/v1").status()).isEqualTo(404);
        assertThat(api.get("/").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/clusters/c/endpoints/e").status()).isEqualTo(404);
    }

    @Test
    void otherMethodsAreUnknownOperations() {
        for (var method : List.of("PUT", "PATCH", "HEAD", "OPTIONS", "get")) {
            assertThat(api.ask(SimApi.request(method, "/api/v1/clusters", "text/yaml"), "").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void mediaTypesAreReadWithParametersAndInAnyCase() {
        var body = "{\"cluster\": {\"name\": \"c\", \"spec\": {\"protocol\": \"Sim\"}}}";
        for (var type : List.of("application/json", "Text/X-JSON; charset=utf-8", "application/yaml ; a=b",
                "text/x-yaml")) {
            assertThat(api.ask(SimApi.request("POST", "/api/v1/clusters", type), body).status()).as(type)
                    .isEqualTo(200);
            deleted("clusters/c");
        }
        for (var type : List.of("", "text/plain", "application/x-www-form-urlencoded", "application/jsonp")) {
            var reply = api.ask(SimApi.request("POST", "/api/v1/clusters", type), body);
            assertThat(reply.status()).as(type).isEqualTo(415);
            assertThat(reply.header("message")).isEqualTo("Unsupported Media Type");
        }
    }

    @Test
    void whatCannotBeReadIsSaidInTheParsersWords() {
        var json = api.ask(SimApi.request("POST", "/api/v1/clusters", "application/json"), "{\"cluster\": ");
        var yaml = api.post("/api/v1/clusters", "cluster: {name: [}");
        var none = api.ask(SimApi.request("POST", "/api/v1/clusters", "application/json"), "");

        assertThat(refused(json)).startsWith("Invalid JSON format in request: ");
        assertThat(refused(yaml)).startsWith("Invalid YAML format in request: ");
        assertThat(refused(none)).startsWith("Invalid JSON format in request: ");
        assertThat(json.text()).contains("\"expected\": \"valid JSON\"").containsOnlyOnce("end-of-input");
    }

    @Test
    void aNumberOfTooManyDigitsIsRefusedWithItsPlace() {
        var reply = api.ask(SimApi.request("POST", "/api/v1/clusters", "application/json"),
                "{\"cluster\": " + "7".repeat(1001) + "}");

        assertThat(refused(reply)).isEqualTo(
                "Invalid JSON format in request: the number is too large (line 1, column 13)");
    }

    @Test
    void whatIsNotThereIsRefusedInTheTextsThatClientsKnow() {
        for (var kind : List.of("listener", "cluster", "endpoint", "rulelist", "rule", "route")) {
            assertThat(refused(api.get("/api/v1/" + kind + "s/x"))).startsWith("Not Found");
        }
        assertThat(refused(api.get("/api/v1/clusters/x/endpoints"))).isEqualTo("No such cluster: x");
        assertThat(refused(api.get("/api/v1/sessions/x"))).isEqualTo("No such session");
        assertThat(refused(api.delete("/api/v1/sessions/x"))).isEqualTo("No such session");
        assertThat(refused(api.delete("/api/v1/listeners/x")))
                .isEqualTo("Cannot delete listener: Unknown listener \"x\"");
        assertThat(refused(api.delete("/api/v1/endpoints/x"))).startsWith("Not Found");
        assertThat(refused(api.get("/api/v1/rulelists/x/rules/0"))).isEqualTo("No such rule list: x");
        assertThat(refused(api.post("/api/v1/rulelists/x/rules/0", "rule: r"))).startsWith("Bad Request");
        assertThat(refused(api.post("/api/v1/clusters/x/endpoints", "endpoint: {spec: {address: a}}")))
                .startsWith("Not Found");
    }

    @Test
    void aBodyWithoutItsWrapperIsNoObject() {
        assertThat(refused(api.post("/api/v1/listeners", "{name: a, spec: {protocol: Sim}, rules: []}")))
                .isEqualTo("Cannot add listener: An object (a set of key-value pairs) is expected");
        assertThat(refused(api.post("/api/v1/rulelists", ""))).startsWith("Cannot add RuleList: An object");
        created("rulelists", "rulelist: {name: l, rules: []}");
        assertThat(refused(api.post("/api/v1/rulelists/l/rules/0", "{name: r}")))
                .isEqualTo("Cannot add rule to rulelist: Invalid rule");
    }

    @Test
    void everyProblemIsListed() {
        var reply = api.post("/api/v1/listeners",
                "listener: {name: a, spec: {protocol: Sim, port: 70000}, rules: [{match: {}, action: 5}, 7]}");

        assertThat(refused(reply)).isEqualTo("Cannot add listener: Property port is invalid");
        assertThat(reply.text()).contains("\"path\": \"listener.spec.port\"", "\"value\": \"70000\"",
                "\"expected\": \"0..65535\"", "listener.rules[1]");
        assertThat(api.office.tree().listeners()).containsOnlyKeys("api");
    }

    @Test
    void aPortThatIsTakenIsRefused() {
        created("listeners", "listener: {name: a, spec: {protocol: Sim, port: 8}, rules: []}");

        var reply = api.post("/api/v1/listeners",
                "listener: {name: b, spec: {protocol: Sim, port: 8}, rules: []}");

        assertThat(refused(reply)).contains("EADDRINUSE");
        assertThat(api.office.tree().listeners()).doesNotContainKey("b");
    }

    @Test
    void sessionsAreListedShownAndEnded() {
        created("listeners", "listener: {name: s, spec: {protocol: Sim, port: 8}, rules: "
                + "[{action: {route: {destination: {spec: {protocol: Sim, port: 9}, "
                + "endpoints: [{spec: {address: 127.0.0.1}}]}}}}]}");
        api.world.net().serve("127.0.0.1", 9);
        var peer = api.world.net().dial(SimSpec.bytes(8), 8, Metadata.EMPTY);
        api.world.settle();

        var listed = shown("sessions");
        var name = listed.substring("[{'name':'".length(), listed.indexOf("\",\"metadata\""));
        var shown = shown("sessions/" + name);
        deleted("sessions/" + name);
        api.world.run(Duration.ofMinutes(1));

        assertThat(listed).contains("\"origin\":\"api\"").contains("\"origin\":\"s\"");
        assertThat(shown).contains("\"origin\":\"s\"", "\"status\":\"CONNECTED\"");
        assertThat(peer.finished()).isPresent();
        assertThat(api.office.hall().sessions().size()).isZero();
    }

    @Test
    void configurationAndProgramAreDumped() {
        assertThat(shown("config"))
                .matches("\\{\"admin\":.*\"listeners\":.*\"clusters\":.*\"rulelists\":.*\"rules\":"
                        + ".*\"routes\":.*\"endpoints\":.*\"sessions\":\\[\\{.*");
        assertThat(shown("admin")).startsWith(
                "{\"log_level\":\"info\",\"strict\":false,\"offload\":false,\"version\":\"1.2.3\",")
                .contains(
                        "\"counters\":{\"sessions_total\":2,\"sessions\":1,\"refused\":{},\"dropped\":{},\"bugs\":0}");
    }

    @Test
    void aPathThatIsNotEncodedWellIsRefused() {
        assertThat(refused(api.get("/api/v1/clusters/%zz"))).contains("percent");
        assertThat(refused(api.get("/api/v1/clusters/%ff"))).contains("UTF-8");
    }
}
