package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact texts of dumps; the order of members is part of the interface. */
final class DumpTest {
    private final Tree tree = Given
            .tree("""
                    admin: { log_level: warn, log_file: stdout }
                    clusters:
                      - { name: pool, spec: { protocol: UDP, port: 2, zap: 1 }, loadbalancer: { policy: ConsistentHash },
                          endpoints: [ { name: e, spec: { address: a, note: n }, weight: 2 } ] }
                      - { name: log, spec: { protocol: Logger, zap: 1 } }
                      - { name: sync, spec: { protocol: Sync, query: /a }, loadbalancer: { policy: HashRing } }
                      - { name: tcp, spec: { protocol: TCP, port: 1 }, loadbalancer: { policy: HashRing, key: /k } }
                      - { name: turns, spec: { protocol: TCP, port: 1 }, loadbalancer: { policy: RoundRobin, key: /k } }
                      - { name: even, spec: { protocol: TCP, port: 1 }, loadbalancer: { policy: Maglev, health: off } }
                      - { name: few, spec: { protocol: TCP, port: 1 }, loadbalancer: { policy: LeastSessions, health: on } }
                      - { name: exact, spec: { protocol: TCP, port: 1 }, loadbalancer: { policy: HashRing, key: /k, health: false } }
                      - { name: echo, spec: { protocol: Echo } }
                    routes:
                      - { name: way, destination: pool, ingress: [ log, gone ], retry: { retry_on: always } }
                      - { name: slow, destination: gone, retry: { backoff: exponential } }
                    rules:
                      - { name: r, match: { op: defined, path: /a }, action: { route: way, apply: s, rewrite: [ { path: /a, value: 1 } ] } }
                      - { name: s, action: { route: gone } }
                    rulelists: [ { name: list, rules: [ r, s, gone ] } ]
                    listeners:
                      - { name: l, spec: { protocol: UDP, port: 1, zip: [] }, rules: list }
                      - { name: m, spec: { protocol: TCP, port: 1 }, rules: gone, options: { note: n } }
                    """);
    private final Dump dump = new Dump(tree);

    private String text(ObjectKind kind, String name, boolean recursive) {
        return Given.terse(dump.one(kind, name, recursive).orElseThrow()).replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "LISTENER|l|{'name':'l','spec':{'protocol':'UDP','port':1,'zip':[]},'rules':'list','options':{'track':0}}",
            "LISTENER|m|{'name':'m','spec':{'protocol':'TCP','port':1},'rules':'gone','options':{'note':'n'}}",
            "CLUSTER|pool|{'name':'pool','spec':{'protocol':'UDP','port':2,'zap':1},'endpoints':1,"
                    + "'loadbalancer':{'policy':'HashRing','key':'<RANDOM>'}}",
            "CLUSTER|tcp|{'name':'tcp','spec':{'protocol':'TCP','port':1},'endpoints':0,"
                    + "'loadbalancer':{'policy':'HashRing','key':'/k'}}",
            "CLUSTER|turns|{'name':'turns','spec':{'protocol':'TCP','port':1},'endpoints':0,"
                    + "'loadbalancer':{'policy':'RoundRobin'}}",
            "CLUSTER|even|{'name':'even','spec':{'protocol':'TCP','port':1},'endpoints':0,"
                    + "'loadbalancer':{'policy':'Maglev','key':'<RANDOM>','health':'off'}}",
            "CLUSTER|few|{'name':'few','spec':{'protocol':'TCP','port':1},'endpoints':0,"
                    + "'loadbalancer':{'policy':'LeastSessions'}}",
            "CLUSTER|exact|{'name':'exact','spec':{'protocol':'TCP','port':1},'endpoints':0,"
                    + "'loadbalancer':{'policy':'HashRing','key':'/k','health':'off'}}",
            "CLUSTER|log|{'name':'log','spec':{'protocol':'Logger','log_file':'-','log_prefix':''},'endpoints':0,"
                    + "'loadbalancer':{'policy':'None'}}",
            "CLUSTER|sync|{'name':'sync','spec':{'protocol':'Sync','query':'/a'},'endpoints':0,"
                    + "'loadbalancer':{'policy':'None'}}",
            "CLUSTER|echo|{'name':'echo','spec':{'protocol':'Echo'},'endpoints':0,"
                    + "'loadbalancer':{'policy':'Trivial'}}",
            "ENDPOINT|e|{'name':'e','spec':{'address':'a','note':'n'},'weight':2}",
            "RULE_LIST|list|{'name':'list','rules':['r','s','gone']}",
            "RULE|r|{'name':'r','match':{'op':'defined','path':'/a'},'action':{'rewrite':[{'path':'/a','value':1}],"
                    + "'apply':'s','route':'way'}}",
            "RULE|s|{'name':'s','match':{'match':'*'},'action':{'route':'gone'}}",
            "ROUTE|way|{'name':'way','destination':'pool','ingress':['log','gone'],'egress':[],"
                    + "'retry':{'retry_on':'always','num_retries':1,'timeout':2000}}",
            "ROUTE|slow|{'name':'slow','destination':'gone','ingress':[],'egress':[],"
                    + "'retry':{'retry_on':'never','num_retries':1,'timeout':2000,'backoff':'exponential'}}"})
    void namesStandForOtherObjects(ObjectKind kind, String name, String text) {
        assertThat(text(kind, name, false)).isEqualTo(text);
    }

    @Test
    void recursiveDumpsHoldTheOtherObjects() {
        var pool = "{'name':'pool','spec':{'protocol':'UDP','port':2,'zap':1},'endpoints':"
                + "[{'name':'e','spec':{'address':'a','note':'n'},'weight':2}],"
                + "'loadbalancer':{'policy':'HashRing','key':'<RANDOM>'}}";
        var log = "{'name':'log','spec':{'protocol':'Logger','log_file':'-','log_prefix':''},'endpoints':"
                + "[{'name':'log','spec':{'address':'<VIRTUAL>'}}],'loadbalancer':{'policy':'None'}}";
        var way = "{'name':'way','destination':" + pool + ",'ingress':[" + log
                + ",'gone:<STALE>'],'egress':[],'retry':{'retry_on':'always','num_retries':1,'timeout':2000}}";
        var rules = "[{'name':'r','match':{'op':'defined','path':'/a'},'action':{'rewrite':[{'path':'/a','value':1}],"
                + "'apply':'s','route':" + way + "}},{'name':'s','match':{'match':'*'},"
                + "'action':{'route':'gone:<STALE>'}},'gone:<STALE>']";

        assertThat(text(ObjectKind.ROUTE, "way", true)).isEqualTo(way);
        assertThat(text(ObjectKind.RULE_LIST, "list", true))
                .isEqualTo("{'name':'list','rules':" + rules + "}");
        assertThat(text(ObjectKind.LISTENER, "l", true))
                .isEqualTo("{'name':'l','spec':{'protocol':'UDP','port':1,"
                        + "'zip':[]},'rules':" + rules + ",'options':{'track':0}}");
        assertThat(text(ObjectKind.LISTENER, "m", true)).contains("'rules':'gone:<STALE>'");
    }

    @Test
    void theWholeHasItsKindsInOrder() {
        var config = dump.config("1.2", false);

        assertThat(config.members().keySet()).containsExactly("admin", "listeners", "clusters", "rulelists",
                "rules",
                "routes", "endpoints");
        assertThat(Given.terse(dump.admin("1.2", true))).isEqualTo("{\"log_level\":\"warn\",\"strict\":false,"
                + "\"offload\":true,\"version\":\"1.2\",\"log_file\":\"stdout\"}");
        assertThat(config.get("clusters")).contains(dump.all(ObjectKind.CLUSTER, false));
    }

    @Test
    void endpointsOfAllClustersStandInTheOrderOfCreation() {
        var more = Given.edit(tree).addEndpoint("tcp", Given.yaml("{name: f, spec: {address: a}}"))
                .addEndpoint("pool", Given.yaml("{name: g, spec: {address: a}}")).done();

        var all = (Json.Arr) new Dump(more).all(ObjectKind.ENDPOINT, false);

        assertThat(all.items()).extracting(item -> ((Json.Obj) item).members().get("name"))
                .containsExactly(Json.of("e"), Json.of("f"), Json.of("g"));
        assertThat(new Dump(more).endpoints("pool")).map(Given::terse).get().asString().contains("\"e\"",
                "\"g\"");
        assertThat(dump.endpoints("gone")).isEmpty();
    }

    @Test
    void aRuleIsFoundByItsPosition() {
        assertThat(dump.ruleAt("list", "1", false))
                .isEqualTo(dump.one(ObjectKind.RULE, "s", false).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"x|0|No such rule list: x",
            "list|3|No rule at position 3 in RuleList \"list\"",
            "list|2|Not Found: Unknown rule \"gone\"",
            "list|00|Not Found: No rule at position 00 in RuleList \"list\"",
            "list|r|Not Found: No rule at position r in RuleList \"list\""})
    void whereThereIsNoRuleItSaysSo(String list, String position, String content) {
        assertThatThrownBy(() -> dump.ruleAt(list, position, true)).isInstanceOf(ConfigProblems.class)
                .hasMessage(content);
    }

    @Test
    void aDumpedRuleIsValidInput() {
        var again = Given.edit(Tree.EMPTY)
                .add(ObjectKind.RULE, dump.one(ObjectKind.RULE, "s", false).orElseThrow())
                .done();

        assertThat(again.rules().get("s").match()).isEqualTo(RuleConfig.ALWAYS);
    }
}
