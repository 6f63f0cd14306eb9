package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adding: names, embedding, notations, and that nothing is done by halves. */
final class EditTest {
    private static final String NESTED = """
            listeners:
              - name: l
                spec: { protocol: UDP, port: 1 }
                rules:
                  - action:
                      route:
                        destination: { spec: { protocol: UDP, port: 2 }, endpoints: [ { spec: { address: a } } ] }
                        ingress: [ { spec: { protocol: Logger } }, { name: given, spec: { protocol: Echo } } ]
                        egress: [ { spec: { protocol: Discard } } ]
                  - shared
                  - { name: named, action: { route: elsewhere } }
            """;

    private static Tree added(Tree base, ObjectKind kind, String yaml) {
        return Given.edit(base).add(kind, Given.yaml(yaml)).done();
    }

    private static List<String> refused(Tree base, ObjectKind kind, String yaml) {
        return Given.problems(Given.edit(base).add(kind, Given.yaml(yaml)));
    }

    @Test
    void embeddedObjectsAreNamedAfterTheirEmbedders() {
        var tree = Given.tree(NESTED);

        assertThat(tree.listeners().get("l").rules()).isEqualTo("l-RuleList-0");
        assertThat(tree.ruleLists().get("l-RuleList-0").rules())
                .containsExactly("l-RuleList-0-Rule-0", "shared", "named");
        assertThat(tree.rules().sequencedKeySet()).containsExactly("l-RuleList-0-Rule-0", "named");
        assertThat(tree.rules().get("l-RuleList-0-Rule-0").route()).isEqualTo("l-RuleList-0-Rule-0-Route-0");
        var route = tree.routes().get("l-RuleList-0-Rule-0-Route-0");
        assertThat(route.destination()).isEqualTo("l-RuleList-0-Rule-0-Route-0-Cluster-0");
        assertThat(route.ingress()).containsExactly("l-RuleList-0-Rule-0-Route-0-ingress-Cluster-1", "given");
        assertThat(route.egress()).containsExactly("l-RuleList-0-Rule-0-Route-0-egress-Cluster-2");
        assertThat(tree.clusters().get(route.destination()).endpoints()).extracting(EndpointConfig::name)
                .containsExactly("l-RuleList-0-Rule-0-Route-0-Cluster-0-EndPoint-0");
    }

    @Test
    void clustersOfARouteStandInTheOrderDestinationIngressEgress() {
        assertThat(Given.tree(NESTED).clusters().sequencedKeySet()).containsExactly(
                "l-RuleList-0-Rule-0-Route-0-Cluster-0", "l-RuleList-0-Rule-0-Route-0-ingress-Cluster-1",
                "given",
                "l-RuleList-0-Rule-0-Route-0-egress-Cluster-2");
    }

    @Test
    void numbersGoOnAndSerialsAreNeverUsedTwice() {
        var tree = Given.tree(NESTED);

        var more = added(tree, ObjectKind.LISTENER,
                "{name: m, spec: {protocol: TCP, port: 1}, rules: [{action: {}}]}");

        assertThat(more.ruleLists().lastEntry().getKey()).isEqualTo("m-RuleList-1");
        assertThat(more.rules().lastEntry().getKey()).isEqualTo("m-RuleList-1-Rule-1");
        assertThat(more.listeners().get("m").id().serial()).isGreaterThanOrEqualTo(tree.counters().serial());
    }

    @Test
    void aNameThatIsTakenGetsASuffix() {
        var tree = added(Tree.EMPTY, ObjectKind.RULE_LIST, "{name: l-RuleList-0, rules: []}");

        var more = added(tree, ObjectKind.LISTENER, "{name: l, spec: {protocol: TCP, port: 1}, rules: []}");

        assertThat(more.listeners().get("l").rules()).isEqualTo("l-RuleList-0_1");
    }

    @Test
    void embeddedObjectsKnowTheirEmbedderWhetherNamedOrNot() {
        var tree = Given.tree(NESTED);

        var route = tree.routes().get("l-RuleList-0-Rule-0-Route-0").id();
        assertThat(tree.clusters().get("given").id().embedder()).isEqualTo(route.serial());
        assertThat(tree.rules().get("named").id().embedder())
                .isEqualTo(tree.ruleLists().get("l-RuleList-0").id().serial());
        assertThat(tree.listeners().get("l").id().isEmbedded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "LISTENER|{spec: {protocol: TCP, port: 1}, rules: []}|Cannot add listener: Property name is required",
            "CLUSTER|{spec: {protocol: Echo}}|Cannot add cluster: Property name is required",
            "RULE_LIST|{rules: []}|Cannot add RuleList: Property name is required",
            "RULE|{action: {}}|Cannot add rule: Property name is required",
            "ROUTE|{destination: d}|Cannot add route: Property name is required",
            "LISTENER|null|Cannot add listener: An object (a set of key-value pairs) is expected",
            "CLUSTER|[]|Cannot add cluster: An object (a set of key-value pairs) is expected",
            "RULE_LIST|x|Cannot add RuleList: An object (a set of key-value pairs) is expected",
            "RULE|5|Cannot add rule: An object (a set of key-value pairs) is expected",
            "ROUTE|true|Cannot add route: An object (a set of key-value pairs) is expected"})
    void whatStandsByItselfNeedsAName(ObjectKind kind, String yaml, String content) {
        assertThat(refused(Tree.EMPTY, kind, yaml)).containsExactly(content);
    }

    @Test
    void nothingIsDoneWhenAnythingIsWrong() {
        var edit = Given.edit(Tree.EMPTY)
                .add(ObjectKind.CLUSTER, Given.yaml("{name: good, spec: {protocol: Echo}}"))
                .add(ObjectKind.CLUSTER, Given.yaml("{name: good, spec: {protocol: Echo}}"));

        assertThatThrownBy(edit::done).isInstanceOf(ConfigProblems.class)
                .hasMessage("Cannot add cluster: Cluster \"good\" already defined");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{protocol: JSONSocket, transport: {protocol: UDP, port: 1}, header: []}",
            "{protocol: JSONSocket, transport: {UDP: {port: 1}}, header: []}",
            "{JSONSocket: {transport: {UDP: {port: 1}}, header: []}}"})
    void bothNotationsAreStoredFlat(String spec) {
        var tree = Given.tree("clusters: [{name: c, spec: " + spec + "}]\n"
                + "listeners: [{name: l, rules: r, spec: " + spec + "}]");

        assertThat(Given.terse(tree.clusters().get("c").spec())).isEqualTo("{\"protocol\":\"JSONSocket\","
                + "\"transport\":{\"protocol\":\"UDP\",\"port\":1},\"header\":[]}");
        assertThat(tree.listeners().get("l").spec()).isEqualTo(tree.clusters().get("c").spec());
        assertThat(tree.listeners().get("l").protocol()).isEqualTo("JSONSocket");
    }

    @Test
    void aKeyedProtocolMayBeEmpty() {
        var tree = Given.tree("clusters: [{name: a, spec: {Echo: {}}}, {name: b, spec: {Logger: }}]");

        assertThat(Given.terse(tree.clusters().get("b").spec()))
                .isEqualTo("{\"protocol\":\"Logger\",\"log_file\":\"-\",\"log_prefix\":\"\"}");
    }

    @Test
    void namesOfTheOtherNotationAreRead() {
        var edit = Given.edit(Tree.EMPTY).load(Given.object("""
                listeners: [ { name: l, spec: { TCP: { port: 1 } }, rulesRef: list } ]
                rules:
                  - { name: r, action: { routeRef: route, rewrite: [ { path: /a, valueStr: "1" } ] } }
                routes:
                  - name: route
                    destinationRef: d
                    ingress: [ { clusterRef: x }, { cluster: { spec: { Echo: {} } } } ]
                  - { name: old, cluster: { spec: { protocol: Echo } } }
                clusters:
                  - name: d
                    spec: { UnixDomainSocket: {} }
                    endpoints: [ { spec: { filename: /tmp/s, weight: 3 } } ]
                """));

        var tree = edit.done();

        assertThat(edit.warnings()).isEmpty();
        assertThat(tree.listeners().get("l").rules()).isEqualTo("list");
        assertThat(tree.rules().get("r").route()).isEqualTo("route");
        assertThat(tree.rules().get("r").rewrites())
                .containsExactly(new RuleConfig.Rewrite("/a", Json.of("1")));
        assertThat(tree.routes().get("route").destination()).isEqualTo("d");
        assertThat(tree.routes().get("route").ingress()).containsExactly("x", "route-ingress-Cluster-0");
        assertThat(tree.routes().get("old").destination()).isEqualTo("old-Cluster-1");
        var endpoint = tree.clusters().get("d").endpoints().getFirst();
        assertThat(endpoint.endpoint().address()).isEqualTo("/tmp/s");
        assertThat(endpoint.endpoint().weight()).isEqualTo(3);
        assertThat(Given.terse(endpoint.spec())).isEqualTo("{\"address\":\"/tmp/s\",\"weight\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "match: '*', ", "match: anything, ", "match: {match: '*'}, ", "match: ~, "})
    void manyWordsMatchAlways(String match) {
        var tree = added(Tree.EMPTY, ObjectKind.RULE, "{name: r, " + match + "action: {}}");

        assertThat(tree.rules().get("r").match()).isEqualTo(RuleConfig.ALWAYS);
    }

    @Test
    void partialRetryIsMergedWithTheDefaultsAndUnknownWordsPass() {
        var tree = Given
                .tree("""
                        routes: [ { name: a, destination: d, retry: { retry_on: always } },
                                  { name: b, destination: d, retry: { retry_on: sometimes, num_retries: 0, zap: 1 } } ]""");

        assertThat(tree.routes().get("a").retry())
                .isEqualTo(new RetryConfig("always", 1, 2000, "fixed", "resume"));
        assertThat(tree.routes().get("b").retry().onConnect()).isFalse();
    }

    @Test
    void unknownKeysAreWarningsWithTheirPaths() {
        var edit = Given.edit(Tree.EMPTY).load(Given.object("""
                admin: { colour: red, version: 1 }
                sessions: 5
                endpoints: []
                extras: 1
                clusters: [ { name: c, spec: { protocol: UDP, port: 1, bind: { via: x } }, zap: 1 } ]
                listeners:
                  - { name: l, spec: { protocol: TCP, port: 1, path: / }, rules: [ { action: { go: 1 } } ],
                      options: { mode: x } }
                """));

        edit.done();

        assertThat(edit.warnings()).containsExactly("admin.colour: unknown setting",
                "clusters[0].spec.bind.via: unknown setting", "clusters[0].zap: unknown setting",
                "listeners[0].spec.path: unknown setting", "listeners[0].options.mode: unknown setting",
                "listeners[0].rules[0].action.go: unknown setting", "extras: unknown setting");
    }

    @Test
    void ofVeryManyUnknownKeysOnlyTheFirstAreSaid() {
        var colours = new StringBuilder("admin: { ");
        for (int i = 0; i < 5_000; i++) {
            colours.append("colour").append(i).append(": red, ");
        }
        var edit = Given.edit(Tree.EMPTY).load(Given.object(colours + "version: 1 }"));

        edit.done();

        assertThat(edit.warnings()).hasSize(21).startsWith("admin.colour0: unknown setting")
                .endsWith("admin.colour19: unknown setting", "and 4980 more");
    }

    @Test
    void endpointsAreAddedToClustersThatHaveSome() {
        var tree = Given
                .tree("clusters: [{name: c, spec: {protocol: UDP, port: 1}}, {name: e, spec: {Echo: {}}}]");
        var first = Given.yaml("{spec: {address: a, port: 5}, weight: 0}");

        var more = Given.edit(tree).addEndpoint("c", first).done();

        var endpoint = more.clusters().get("c").endpoints().getFirst();
        assertThat(endpoint.name()).isEqualTo("c-EndPoint-0");
        assertThat(endpoint.endpoint().port()).isEqualTo(5);
        assertThat(endpoint.endpoint().weight()).isEqualTo(1);
        assertThat(endpoint.id().isEmbedded()).isFalse();
        assertThat(Given.problems(Given.edit(tree).addEndpoint("e", first)))
                .containsExactly("Adding an endpoint to a cluster of type \"Echo\" is not supported");
        assertThat(Given.problems(Given.edit(tree).addEndpoint("x", first)).getFirst())
                .startsWith("Not Found");
        assertThat(Given.problems(
                Given.edit(more).addEndpoint("c", Given.yaml("{name: c-EndPoint-0, spec: {address: b}}"))))
                .containsExactly("Cannot add endpoint: Endpoint \"c-EndPoint-0\" already defined");
    }

    @Test
    void rulesAreInsertedBeforeAPosition() {
        var tree = Given.tree("rulelists: [{name: r, rules: [a, b]}]");

        var more = Given.edit(tree).addRule("r", "2", Json.of("late")).addRule("r", "0", Json.of("early"))
                .addRule("r", "2", Given.yaml("{action: {}}")).done();

        assertThat(more.ruleLists().get("r").rules()).containsExactly("early", "a", "r-Rule-0", "b", "late");
        assertThat(more.rules().get("r-Rule-0").id().embedder())
                .isEqualTo(tree.ruleLists().get("r").id().serial());
        assertThat(more.ruleLists().get("r").id()).isEqualTo(tree.ruleLists().get("r").id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"r|3|x|Cannot insert rule at position 3 into rulelist",
            "r|-1|x|Cannot insert rule at position -1 into rulelist",
            "r|abc|x|Cannot insert rule at position abc into rulelist",
            "r|1.5|x|Cannot insert rule at position 1.5 into rulelist",
            "r|00|x|Cannot insert rule at position 00 into rulelist",
            "r|+1|x|Cannot insert rule at position +1 into rulelist",
            "r|0x1|x|Cannot insert rule at position 0x1 into rulelist",
            "r|99999999999|x|Cannot insert rule at position 99999999999 into rulelist",
            "r|0|5|Cannot add rule to rulelist: Invalid rule",
            "r|0|~|Cannot add rule to rulelist: Invalid rule",
            "q|0|x|Bad Request: No such rule list: q"})
    void badInsertionsAreRefused(String list, String position, String rule, String content) {
        var tree = Given.tree("rulelists: [{name: r, rules: [a, b]}]");

        assertThat(Given.problems(Given.edit(tree).addRule(list, position, Given.yaml(rule))))
                .containsExactly(content);
    }

    @Test
    void adminChangesOnlyWhatIsGiven() {
        var first = Given.edit(Tree.EMPTY)
                .admin(Given.yaml("{log_level: warn, strict: true, offload_ifs: 'lo, eth0'}"))
                .done().admin();
        var edit = Given
                .edit(new Tree(first, Tree.EMPTY.listeners(), Tree.EMPTY.clusters(), Tree.EMPTY.ruleLists(),
                        Tree.EMPTY.rules(), Tree.EMPTY.routes(), Tree.EMPTY.counters()));

        var second = edit.admin(Given.yaml("{log_level: silly, offload: sometimes, log_file: ~}")).done()
                .admin();

        assertThat(second.logLevel()).isEqualTo("silly");
        assertThat(second.strict()).isTrue();
        assertThat(second.offload()).isEqualTo("disable");
        assertThat(second.offloadIfs()).containsExactly("lo", "eth0");
        assertThat(edit.warnings()).containsExactly("admin.offload: Unknown offload setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "[lo, all]", "'lo,all'"})
    void theWordAllMeansEveryInterface(String interfaces) {
        var tree = Given.edit(Tree.EMPTY)
                .admin(Given.yaml("{offload: true, offload_ifs: " + interfaces + "}")).done();

        assertThat(tree.admin().offloadIfs()).isEmpty();
        assertThat(tree.admin().offload()).isEqualTo("init");
    }
}
