package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deleting: what goes along, what stays, in which order, and what is said when there is nothing. */
final class RemovalTest {
    private static final String SHARING = """
            clusters: [ { name: shared, spec: { protocol: Echo } } ]
            rules: [ { name: common, action: { route: r } } ]
            listeners:
              - name: l
                spec: { protocol: UDP, port: 1 }
                rules:
                  - name: own
                    action:
                      route:
                        name: way
                        destination: { name: d, spec: { protocol: UDP, port: 2 },
                                       endpoints: [ { name: e, spec: { address: a } } ] }
                        ingress: [ shared, { name: i, spec: { protocol: Logger } } ]
                  - common
                  - stale
              - name: m
                spec: { protocol: UDP, port: 2 }
                rules: [ { name: other, action: { route: { name: road, destination: d } } } ]
            """;

    private final Tree tree = Given.tree(SHARING);

    private Edit deleted(ObjectKind kind, String name, boolean recursive) {
        return Given.edit(tree).delete(kind, name, recursive);
    }

    @Test
    void withoutRecursionOnlyTheObjectGoes() {
        var edit = deleted(ObjectKind.LISTENER, "l", false);

        var after = edit.done();

        assertThat(after.listeners()).containsOnlyKeys("m");
        assertThat(after.ruleLists()).isEqualTo(tree.ruleLists());
        assertThat(after.clusters()).isEqualTo(tree.clusters());
        assertThat(edit.removed()).extracting(Removed::kind).containsExactly(ObjectKind.LISTENER);
    }

    @Test
    void withRecursionGoesWhatTheObjectEmbeds() {
        var edit = deleted(ObjectKind.LISTENER, "l", true);

        var after = edit.done();

        assertThat(after.ruleLists()).containsOnlyKeys("m-RuleList-1");
        assertThat(after.rules()).containsOnlyKeys("common", "other");
        assertThat(after.routes()).containsOnlyKeys("road");
        assertThat(after.clusters()).containsOnlyKeys("shared");
        assertThat(edit.removed()).extracting(removed -> removed.kind() + " " + removed.id().name())
                .containsExactly("CLUSTER d", "ENDPOINT e", "CLUSTER i", "ROUTE way", "RULE own",
                        "RULE_LIST l-RuleList-0", "LISTENER l");
        assertThat(edit.removed()).allMatch(Removed::recursive);
    }

    @Test
    void partsEmbeddedElsewhereStay() {
        var after = deleted(ObjectKind.LISTENER, "m", true).done();

        assertThat(after.clusters()).containsOnlyKeys("shared", "d", "i");
        assertThat(after.routes()).containsOnlyKeys("way");
    }

    @Test
    void anObjectThatOnlyHasTheNameOfAPartStays() {
        var edit = deleted(ObjectKind.CLUSTER, "d", false)
                .add(ObjectKind.CLUSTER, Given.yaml("{name: d, spec: {protocol: Echo}}"))
                .delete(ObjectKind.LISTENER, "l", true);

        assertThat(edit.done().clusters()).containsOnlyKeys("shared", "d");
    }

    @Test
    void clustersTakeTheirEndpointsAlong() {
        var edit = deleted(ObjectKind.CLUSTER, "d", false);

        var after = Given.edit(edit.done())
                .add(ObjectKind.CLUSTER, Given.yaml(
                        "{name: d, spec: {protocol: UDP, port: 1}, endpoints: [{name: e, spec: {address: b}}]}"))
                .done();

        assertThat(edit.removed()).extracting(Removed::cluster).containsExactly("", "d");
        assertThat(after.endpoint("e")).isPresent();
        assertThat(after.clusters().get("d").id()).isNotEqualTo(tree.clusters().get("d").id());
    }

    @Test
    void anEndpointLeavesItsCluster() {
        var edit = deleted(ObjectKind.ENDPOINT, "e", true);

        assertThat(edit.done().clusters().get("d").endpoints()).isEmpty();
        assertThat(edit.removed()).singleElement().satisfies(removed -> {
            assertThat(removed.cluster()).isEqualTo("d");
            assertThat(removed.recursive()).isTrue();
        });
    }

    @Test
    void aRuleIsTakenOffByPositionOrName() {
        var list = "l-RuleList-0";

        var byName = Given.edit(tree).deleteRuleAt(list, "common", false).done();
        var byPosition = Given.edit(tree).deleteRuleAt(list, "2", true).done();

        assertThat(byName.ruleLists().get(list).rules()).containsExactly("own", "stale");
        assertThat(byName.rules()).containsKey("common");
        assertThat(byPosition.ruleLists().get(list).rules()).containsExactly("own", "common");
        assertThat(byPosition.rules()).isEqualTo(tree.rules());
    }

    @Test
    void aRuleTakenOffRecursivelyCanBeAddedAgain() {
        var list = "l-RuleList-0";
        var rule = Given
                .yaml("{name: new, action: {route: {destination: {name: c, spec: {protocol: Echo}}}}}");

        var edit = Given.edit(tree).addRule(list, "0", rule).deleteRuleAt(list, "new", true)
                .addRule(list, "1", rule)
                .deleteRuleAt(list, "1", true).addRule(list, "4", rule);

        assertThat(Given.problems(edit)).containsExactly("Cannot insert rule at position 4 into rulelist");
        assertThat(edit.removed()).extracting(removed -> removed.id().name())
                .containsExactly("c", "new-Route-0", "new", "c", "new-Route-1", "new");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"LISTENER|Cannot delete listener: Unknown listener \"x\"",
            "CLUSTER|Cannot delete cluster: Unknown cluster \"x\"",
            "RULE|Cannot delete rule: Unknown rule \"x\"",
            "RULE_LIST|Cannot delete RuleList: Unknown RuleList \"x\"",
            "ROUTE|Cannot delete Route: Unknown Route \"x\"", "ENDPOINT|Not Found: Unknown endpoint \"x\""})
    void unknownNamesAreTold(ObjectKind kind, String content) {
        assertThat(Given.problems(deleted(kind, "x", true))).containsExactly(content);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"l-RuleList-0|3|Cannot delete rule at position 3 from rulelist",
            "l-RuleList-0|other|No rule other on rulelist l-RuleList-0", "x|0|No such rule list: x",
            "l-RuleList-0|00|No rule 00 on rulelist l-RuleList-0",
            "l-RuleList-0|3rd|No rule 3rd on rulelist l-RuleList-0"})
    void unknownPositionsAreTold(String list, String position, String content) {
        assertThat(Given.problems(Given.edit(tree).deleteRuleAt(list, position, false)))
                .containsExactly(content);
    }
}
