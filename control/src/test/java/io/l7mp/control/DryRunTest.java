package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that are only asked about, and those that take everything at once. */
class DryRunTest {
    private static final String API = """
            listeners:
              - name: api
                spec: { protocol: Sim, port: 1 }
                rules: [ { action: { route: { destination: { name: controller, spec: { protocol: L7mpController } } } } } ]
            """;
    private static final String MORE = """
              - name: s
                spec: { protocol: Sim, port: 8 }
                rules: [ { action: { route: { destination: c } } } ]
                options: { idle_timeout: 0 }
            clusters:
              - { name: c, spec: { protocol: Sim, port: 9 }, endpoints: [ { name: e, spec: { address: 127.0.0.1 } } ] }
            """;
    private static final String NOTHING = "\"plan\":{\"starts\":[],\"stops\":[],\"changes\":[],"
            + "\"sessions\":[],\"warnings\":[]}}";

    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    private SimPeer connected() {
        api.world.net().serve("127.0.0.1", 9).echo();
        assertThat(api.post("/api/v1/config", API + MORE).status()).isEqualTo(200);
        var peer = api.world.net().dial(SimSpec.bytes(8), 8, Metadata.EMPTY);
        api.world.settle();
        return peer;
    }

    private static String terse(SimApi.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.text().replaceAll("\\s*\\n\\s*", "").replace("\": ", "\":");
    }

    private void echoes(SimPeer peer) {
        peer.send("here");
        api.world.settle();
        assertThat(peer.text()).isEqualTo("here");
    }

    @Test
    void aDeletionNamesTheSessionsThatItWouldEnd() {
        var peer = connected();

        var planned = terse(api.delete("/api/v1/listeners/s?recursive=true&dryRun=true"));

        assertThat(planned).startsWith("{\"status\":200,\"message\":\"OK\",\"plan\":{\"starts\":[],")
                .contains(
                        "{\"kind\":\"listener\",\"name\":\"s\",\"reason\":\"is not there any more\"}",
                        "\"sessions\":[{\"name\":\"Sim:s:0\",\"effect\":\"end\",\"reason\":\"Listener deleted from API\"}]");
        assertThat(terse(api.delete("/api/v1/listeners/s?dryRun=true"))).contains("\"sessions\":[]");
        assertThat(api.office.tree().listeners()).containsKey("s");
        echoes(peer);
    }

    @Test
    void everyChangeCanBeAskedAbout() {
        connected();
        var before = api.office.tree();
        var name = api.office.tree().listeners().get("s").rules();

        for (var reply : List.of(
                api.post("/api/v1/listeners?dryRun=true",
                        "listener: {name: n, spec: {protocol: Sim}, rules: []}"),
                api.post("/api/v1/clusters?dryRun=true", "cluster: {name: n, spec: {protocol: Sim}}"),
                api.post("/api/v1/routes?dryRun=true", "route: {name: n, destination: c}"),
                api.post("/api/v1/rules?dryRun=true", "rule: {name: n, action: {route: t}}"),
                api.post("/api/v1/rulelists?dryRun=true", "rulelist: {name: n, rules: []}"),
                api.post("/api/v1/clusters/c/endpoints?dryRun=true",
                        "endpoint: {name: n, spec: {address: x}}"),
                api.post("/api/v1/rulelists/" + name + "/rules/0?dryRun=true", "rule: {name: n, action: {}}"),
                api.post("/api/v1/config?dryRun=true", API + MORE.replace("name: s", "name: n")))) {
            assertThat(terse(reply)).contains("\"name\":\"n\",\"reason\":\"is new\"");
        }
        assertThat(terse(api.post("/api/v1/admin?dryRun=true", "admin: {log_level: error}"))).contains(
                "{\"kind\":\"admin\",\"name\":\"log_level\",\"reason\":\"becomes \\\"error\\\"\"}");
        assertThat(terse(api.delete("/api/v1/rulelists/" + name + "/rules/0?dryRun=true"))).contains(
                "{\"kind\":\"rulelist\",\"name\":\"" + name + "\",\"reason\":\"stays, with other rules\"}");
        assertThat(terse(api.delete("/api/v1/endpoints/e?dryRun=true&recursive=true"))).contains(
                "{\"name\":\"Sim:s:0\",\"effect\":\"end\",\"reason\":"
                        + "\"Traversed EndPoint e of destination cluster c is deleted from API\"}");
        assertThat(terse(api.delete("/api/v1/clusters/c?dryRun=true"))).contains("\"sessions\":[]");
        assertThat(terse(api.delete("/api/v1/sessions/Sim:s:0?dryRun=true"))).endsWith(
                "\"sessions\":[{\"name\":\"Sim:s:0\",\"effect\":\"end\",\"reason\":"
                        + "\"Session removed from the API\"}],\"warnings\":[]}}");
        assertThat(api.delete("/api/v1/sessions/x?dryRun=true").content()).isEqualTo("No such session");

        assertThat(api.office.tree()).isSameAs(before);
    }

    @Test
    void anInvalidChangeIsToldAsTheChangeItselfTellsIt() {
        var wrong = "cluster: {name: c, spec: {protocol: Sim, port: 70000}, endpoints: 5}";

        var planned = api.post("/api/v1/clusters?dryRun=true", wrong);

        assertThat(planned.status()).isEqualTo(400);
        assertThat(planned.text()).isEqualTo(api.post("/api/v1/clusters", wrong).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryRun=1", "dryRun=True", "dryRun", "dryRun=", "dryRun=false%20",
            "recursive=true&dryRun=yes"})
    void whoMayHaveMeantAPlanGetsNoChange(String query) {
        connected();
        var before = api.office.tree();

        for (var reply : List.of(api.post("/api/v1/rulelists?" + query, "rulelist: {name: n, rules: []}"),
                api.post("/api/v1/config?" + query, API),
                api.post("/api/v1/admin?" + query, "log_level: error"),
                api.delete("/api/v1/listeners/s?" + query),
                api.delete("/api/v1/sessions/Sim:s:0?" + query))) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.content()).isEqualTo("Parameter dryRun is neither true nor false");
            assertThat(reply.text()).contains("\"message\": \"Bad Request\"", "\"path\": \"dryRun\"",
                    "\"expected\": \"true or false\"");
        }
        assertThat(api.office.tree()).isSameAs(before);
        assertThat(api.get("/api/v1/sessions/Sim:s:0").status()).isEqualTo(200);
    }

    @Test
    void theWordFalseMakesTheChange() {
        assertThat(terse(api.post("/api/v1/rulelists?dryRun=false", "rulelist: {name: n, rules: []}")))
                .doesNotContain("plan");
        assertThat(api.office.tree().ruleLists()).containsKey("n");
    }

    @Test
    void theSameConfigurationTwiceChangesNothing() {
        var peer = connected();

        assertThat(terse(api.post("/api/v1/config?dryRun=true", API + MORE))).endsWith(NOTHING);
        assertThat(terse(api.post("/api/v1/config", API + MORE))).doesNotContain("plan");

        echoes(peer);
    }

    @Test
    void aReplacementTakesSessionsAlongOnlyIfItIsAsked() {
        var peer = connected();

        assertThat(terse(api.post("/api/v1/config?dryRun=true", "config: " + "{}")))
                .contains("\"sessions\":[]");
        assertThat(terse(api.post("/api/v1/config", API))).doesNotContain("plan");
        echoes(peer);
        assertThat(terse(api.post("/api/v1/config", API + MORE))).doesNotContain("plan");
        var young = api.world.net().dial(SimSpec.bytes(8), 8, Metadata.EMPTY);
        api.world.settle();
        assertThat(terse(api.post("/api/v1/config?recursive=true", API))).doesNotContain("plan");
        api.world.run(Duration.ofSeconds(5));

        assertThat(young.finished()).isPresent();
        assertThat(peer.finished()).as("of a listener that was gone before").isEmpty();
    }

    @Test
    void aReplacementIsAllOrNothing() {
        connected();
        var before = api.office.tree();

        var reply = api.post("/api/v1/config",
                "{clusters: [{name: a, spec: {protocol: Sim, port: 70000}}, {name: b}], rules: 5}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("clusters[0].spec.port", "clusters[1].spec", "\"path\": \"rules\"");
        assertThat(api.post("/api/v1/config", "7").content())
                .isEqualTo("Cannot set config: An object (a set of key-value pairs) is expected");
        assertThat(api.office.tree()).isSameAs(before);
    }

    @Test
    void logLevelAndStrictModeChangeByThemselves() {
        assertThat(terse(api.post("/api/v1/admin", "admin: {log_level: error, odd: 1}"))).contains("OK");
        assertThat(api.office.tree().admin().logLevel()).isEqualTo("error");
        assertThat(terse(api.post("/api/v1/admin", "{strict: true}"))).contains("OK");
        assertThat(api.office.tree().admin().strict()).isTrue();
    }

    @Test
    void otherSettingsOfTheProgramNeedAReplacement() {
        var reply = api.post("/api/v1/admin", "admin: {probe_port: 9, log_level: error}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.content()).isEqualTo("Cannot set admin: Property probe_port cannot be changed here");
        assertThat(reply.text()).contains("admin.probe_port", "log_level or strict");
        assertThat(api.office.tree().admin().logLevel()).isEqualTo("info");
    }
}
