package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Json;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A configuration that takes the place of another. */
class ReplacementTest {
    private static final String DOCUMENT = """
            admin: { log_level: warn }
            clusters:
              - { name: a, spec: { protocol: UDP, port: 1 }, endpoints: [ { spec: { address: x } }, { spec: { address: y } } ] }
            listeners:
              - name: l
                spec: { protocol: TCP, port: 1 }
                rules: [ { action: { route: { destination: { spec: { protocol: Echo } }, ingress: [ a ] } } } ]
            """;

    private final Tree old = Given.tree(DOCUMENT);

    private static Edit replaced(Tree old, String document, boolean recursive) {
        return Given.edit(old).replace(Given.yaml(document), recursive, UnaryOperator.identity());
    }

    private static String dump(Tree tree) {
        return Given.terse(new Dump(tree).config("", true));
    }

    @Test
    void theSameDocumentTwiceIsNoChange() {
        var moved = Given.edit(old).delete(ObjectKind.LISTENER, "l", true)
                .add(ObjectKind.LISTENER, Given.yaml("{name: l, spec: {protocol: TCP, port: 1}, rules: []}"))
                .done();

        var back = replaced(moved, DOCUMENT, false).done();
        var again = replaced(back, DOCUMENT, false).done();

        assertThat(dump(back)).isEqualTo(dump(old));
        assertThat(back.listeners().get("l").id()).isEqualTo(moved.listeners().get("l").id());
        assertThat(again.listeners()).isEqualTo(back.listeners());
        assertThat(again.clusters()).isEqualTo(back.clusters());
        assertThat(again.routes()).isEqualTo(back.routes());
        assertThat(again.counters().names()).isEqualTo(back.counters().names());
    }

    @Test
    void whatHasOtherSettingsIsAnotherObject() {
        var edit = replaced(old, DOCUMENT.replace("UDP, port: 1", "UDP, port: 2"), true);

        var next = edit.done();

        assertThat(next.clusters().get("a").id()).isNotEqualTo(old.clusters().get("a").id());
        assertThat(next.listeners().get("l")).isEqualTo(old.listeners().get("l"));
        assertThat(edit.removed()).extracting(Removed::kind).containsExactly(ObjectKind.CLUSTER,
                ObjectKind.ENDPOINT, ObjectKind.ENDPOINT);
        assertThat(edit.removed()).allMatch(Removed::recursive);
    }

    @Test
    void whatHasOtherPartsStaysTheSameObject() {
        var next = replaced(old, DOCUMENT.replace("address: y", "address: z")
                .replace("ingress: [ a ]", "ingress: []"), false).done();

        var changes = Changes.between(old, next);

        assertThat(changes.listeners().kept()).hasSize(1);
        assertThat(changes.clusters().changed()).extracting(ClusterConfig::name).containsExactly("a");
        assertThat(changes.endpoints().added()).extracting(EndpointConfig::name)
                .containsExactly("a-EndPoint-1");
        assertThat(changes.endpoints().removed()).extracting(EndpointConfig::name)
                .containsExactly("a-EndPoint-1");
        assertThat(changes.endpoints().kept()).extracting(EndpointConfig::name)
                .containsExactly("a-EndPoint-0");
        assertThat(changes.routes().changed()).hasSize(1);
    }

    @Test
    void partsStillGoWithTheWholeThatEmbedsThem() {
        var next = replaced(old, DOCUMENT, false).done();

        var after = Given.edit(next).delete(ObjectKind.LISTENER, "l", true).done();

        assertThat(after.ruleLists()).isEmpty();
        assertThat(after.rules()).isEmpty();
        assertThat(after.routes()).isEmpty();
        assertThat(after.clusters()).containsOnlyKeys("a");
    }

    @Test
    void whatIsNotGivenIsAsAtTheStartButForTheCommandLine() {
        var next = Given.edit(Given.edit(old).admin(Given.yaml("{strict: true, probe_port: 9}")).done())
                .replace(Given.yaml("{}"), false, admin -> admin.with("strict", Json.of(true)))
                .done();

        assertThat(next.admin().logLevel()).isEqualTo("info");
        assertThat(next.admin().probePort()).isZero();
        assertThat(next.admin().strict()).isTrue();
        assertThat(next.listeners()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsTold() {
        var edit = replaced(old, "{admin: 5, clusters: [{name: 'a b', spec: {protocol: Echo}}], routes: 7}",
                false);

        assertThat(Given.problems(edit)).hasSize(3);
    }

    @Test
    void onlySomeSettingsChangeByThemselves() {
        assertThat(
                Given.edit(old).runtimeAdmin(Given.yaml("{log_level: error, strict: true, offload: false}"))
                        .done().admin())
                .isEqualTo(Given.edit(old)
                        .admin(Given.yaml("{log_level: error, strict: true}")).done().admin());
        assertThat(Given.problems(Given.edit(old).runtimeAdmin(Given.yaml("{probe_port: 1, log_file: x}"))))
                .isEqualTo(List.of("Cannot set admin: Property log_file cannot be changed here",
                        "Cannot set admin: Property probe_port cannot be changed here"));
        assertThat(Given.edit(old).runtimeAdmin(Given.yaml("{odd: 1}")).warnings()).hasSize(1);
    }
}
