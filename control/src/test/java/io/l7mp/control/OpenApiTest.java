package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.TextFormat;
import io.l7mp.config.schema.Catalogue;
import io.l7mp.config.schema.Shape;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document against the table that it is written from, and against what a running core answers. */
class OpenApiTest {
    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));
    private final Catalogue catalogue = new Catalogue(api.office.types());

    @Test
    void everyOperationIsToldCompletely() {
        for (var operation : Operations.on(api.office, "").all()) {
            var sheet = operation.sheet();
            assertThat(sheet.summary()).as(operation.id()).isNotBlank();
            assertThat(sheet.body().isEmpty()).as(operation.id()).isNotEqualTo(operation.takesBody());
            assertThat(operation.placesShape().members()).as(operation.id())
                    .hasSize((int) operation.path().chars().filter(c -> c == '{').count());
            if (operation.takesBody()) {
                assertThat(catalogue.get(sheet.body())).as(operation.id()).isNotNull();
            }
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndNothingIsToldInVain() {
        var document = OpenApi.of(api.office, "1");
        var references = new HashSet<String>();
        collect(document, references);

        for (var reference : references) {
            Json at = document;
            for (var step : reference.substring(2).split("/")) {
                at = ((Json.Obj) at).get(step).orElseThrow(() -> new AssertionError(reference));
            }
        }
        assertThat(catalogue.shapes().keySet()).allSatisfy(
                name -> assertThat(references).contains("#/components/schemas/" + name));
    }

    private static void collect(Json value, Set<String> references) {
        switch (value) {
            case Json.Obj object -> object.members().forEach((key, member) -> {
                if (key.equals("$ref") && member instanceof Json.Text(var text)) {
                    references.add(text);
                }
                collect(member, references);
            });
            case Json.Arr(var items) -> items.forEach(item -> collect(item, references));
            default -> {
                // Leads nowhere.
            }
        }
    }

    @Test
    void isServedInBothLanguages() {
        var json = api.get("/api/v1/openapi.json");
        var yaml = api.get("/api/v1/openapi.yaml");

        assertThat(json.json()).isEqualTo(OpenApi.of(api.office, "1.2.3"));
        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(TextFormat.readAny(yaml.text().getBytes(StandardCharsets.UTF_8), 1 << 20))
                .isEqualTo(json.json());
    }

    @Test
    void whatARunningProxyAnswersIsAsItIsTold() {
        api.load("""
                listeners:
                  - name: busy
                    spec: { protocol: Sim, port: 8 }
                    rules:
                      - name: first
                        match: { op: defined, path: /nowhere }
                        action: { apply: nowhere, rewrite: [ { path: /a, value: [ 1 ] } ] }
                      - action:
                          route:
                            destination:
                              name: far
                              spec: { protocol: Sim, port: 9 }
                              endpoints: [ { name: e, spec: { address: 127.0.0.1 } } ]
                            ingress: [ nowhere ]
                            retry: { retry_on: always, backoff: exponential }
                  - { name: plain, spec: { Sim: { port: 10 } }, rules: nowhere }
                rulelists: [ { name: l, rules: [ first, nowhere ] } ]
                clusters:
                  - name: through
                    spec: { protocol: Sim, port: 9 }
                    endpoints: [ { spec: { address: 127.0.0.1 } } ]
                    loadbalancer: { policy: ConsistentHash }
                  - { name: empty, spec: { protocol: Sim } }
                routes:
                  - { name: there, destination: through, egress: [ empty ] }
                admin: { log_file: stderr }
                """);
        api.world.net().serve("127.0.0.1", 9);
        api.world.net().dial(SimSpec.bytes(8), 8, Metadata.EMPTY);
        api.world.settle();

        for (var operation : Operations.on(api.office, "").all()) {
            if (operation.method().equals("GET") && !operation.path().contains("{")
                    && !operation.path().endsWith(".yaml")) {
                holds(operation, "");
                if (operation.sheet().query().contains(Sheet.RECURSIVE)) {
                    holds(operation, "?recursive=true");
                }
            }
        }
    }

    private void holds(Operation operation, String query) {
        var reply = api.get(operation.path() + query);
        assertThat(catalogue.deviations(operation.sheet().answer(), reply.json()))
                .as("%s%s: %s", operation.id(), query, reply.text()).isEmpty();
        assertThat(reply.text()).isNotEqualTo("[]");
    }

    @Test
    void refusalsAreAsTheyAreTold() {
        api.load("admin: {strict: true}");
        for (var reply : new SimApi.Reply[]{api.get("/api/v1/rules/x"), api.get("/"),
                api.get("/api/v1/rules?x=1"),
                api.post("/api/v1/routes", "route: {name: a b, destination: c}")}) {
            assertThat(reply.status()).isGreaterThanOrEqualTo(400);
            assertThat(catalogue.deviations(new Shape.Named("Failure"), reply.json())).as(reply.text())
                    .isEmpty();
        }
    }
}
