package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.ObjectKind;
import io.l7mp.core.cluster.EndpointStatus;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimServer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three endpoints of which some refuse, in virtual time: where sessions go, and how long nobody goes there. */
class BalancingTest {
    private static final int HERE = 1;
    private static final int THERE = 100;

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final SimProxy proxy = new SimProxy(world);
    private final List<SimServer> servers = new ArrayList<>();
    private String kind = "bytes";

    private void configure(String balancer) {
        configure(balancer, "{'retry_on':'always','num_retries':5,'timeout':20}");
    }

    private void configure(String balancer, String retry) {
        for (int i = 1; i <= 3; i++) {
            servers.add(world.net().serve("10.0.0." + i, THERE));
        }
        proxy.add(ObjectKind.CLUSTER, pool(balancer));
        proxy.add(ObjectKind.LISTENER, listener(retry));
    }

    private String pool(String balancer) {
        return "{'name':'pool','spec':{'protocol':'Sim','port':" + THERE + ",'kind':'" + kind
                + "'},'loadbalancer':" + balancer + ",'endpoints':[" + endpoint("a", 1) + ","
                + endpoint("b", 2) + "," + endpoint("c", 3) + "]}";
    }

    private String listener(String retry) {
        return "{'name':'here','spec':{'protocol':'Sim','port':" + HERE + ",'kind':'" + kind
                + "'},'rules':[{'action':{'route':{'destination':'pool','retry':" + retry
                + "}}}],'options':{'track':1}}";
    }

    private static String endpoint(String name, int last) {
        return "{'name':'" + name + "','spec':{'address':'10.0.0." + last + "'}}";
    }

    private SimPeer dial(String key) {
        var spec = new SimSpec(0, kind, true, true, Integer.MAX_VALUE);
        return world.net().dial(spec, HERE, Metadata.of(Json.obj("k", key)));
    }

    private void dialMany(int count) {
        for (int i = 0; i < count; i++) {
            dial("key " + i).send("hello");
        }
        world.run(Duration.ofMillis(200));
    }

    private SimServer server(char name) {
        return servers.get(name - 'a');
    }

    private List<String> resting() {
        return health().stream().filter(EndpointStatus::resting).map(EndpointStatus::endpoint).toList();
    }

    private List<EndpointStatus> health() {
        return proxy.office.hall().current().get().cluster("pool").orElseThrow().health();
    }

    private void waitSeconds(double seconds) {
        world.run(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    private Map<String, String> endpointsByKey() {
        var found = new HashMap<String, String>();
        for (var session : proxy.sessions()) {
            if (SimProxy.text(session, "status").equals("CONNECTED")) {
                var metadata = (Json.Obj) session.get("metadata").orElseThrow();
                var destination = (Json.Obj) session.get("destination").orElseThrow();
                var endpoint = (Json.Obj) destination.get("endpoint").orElseThrow();
                found.put(SimProxy.text(metadata, "k"), SimProxy.text(endpoint, "name"));
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RoundRobin", "Random", "LeastSessions", "ConsistentHash", "Maglev"})
    void goesElsewhereAfterTwoRefusals(String policy) {
        configure("{'policy':'" + policy + "'}");
        server('b').otherwise(new SimAnswer.Refuse());
        for (int i = 0; i < 30; i++) {
            dial("x");
            world.run(Duration.ofMillis(10));
        }

        assertThat(resting()).containsExactly("b");
        assertThat(server('b').attempts()).as("some were on their way when the second refusal was heard")
                .isBetween(2, 4);
        assertThat(server('a').peers().size() + server('c').peers().size()).isGreaterThanOrEqualTo(26);
    }

    @Test
    void restsTwiceAsLongEachTimeUntilItWorks() {
        configure("{'policy':'RoundRobin'}");
        server('b').otherwise(new SimAnswer.Refuse());
        dialMany(6);
        int tried = server('b').attempts();

        for (double rest : new double[]{10, 20, 40, 60}) {
            waitSeconds(rest * 0.8 - 0.5);
            dialMany(20);
            assertThat(server('b').attempts()).as("in the rest of " + rest).isEqualTo(tried);

            waitSeconds(rest * 0.4 + 0.4);
            dialMany(20);
            assertThat(server('b').attempts()).as("after the rest of " + rest).isEqualTo(++tried);
            assertThat(resting()).containsExactly("b");
        }
        server('b').otherwise(new SimAnswer.Accept());
        waitSeconds(75);
        dialMany(3);
        dialMany(30);

        assertThat(resting()).isEmpty();
        assertThat(server('b').peers().size()).isBetween(10, 13);
    }

    @Test
    void keepsTheKeysOfTheOthersWhereTheyAre() {
        configure("{'policy':'ConsistentHash','key':'k'}");
        dialMany(100);
        var before = endpointsByKey();
        proxy.office.hall().sessions().dump(all -> all.forEach(session -> proxy.office.hall().sessions()
                .end(SimProxy.text(session, "name"), "over")));
        waitSeconds(5);
        server('b').otherwise(new SimAnswer.Refuse());
        dialMany(100);

        var after = endpointsByKey();

        assertThat(before).hasSize(100).containsValues("a", "b", "c");
        assertThat(after).hasSize(100).doesNotContainValue("b");
        before.forEach((key, endpoint) -> {
            if (!endpoint.equals("b")) {
                assertThat(after).containsEntry(key, endpoint);
            }
        });
    }

    @Test
    void choosesAsIfNoneRestedWhereAllDo() {
        configure("{'policy':'RoundRobin'}", "{'retry_on':'never'}");
        servers.forEach(server -> server.otherwise(new SimAnswer.Refuse()));
        dialMany(30);
        assertThat(resting()).containsExactly("a", "b", "c");
        server('c').otherwise(new SimAnswer.Accept());

        dialMany(30);
        dialMany(30);

        assertThat(resting()).containsExactly("a", "b");
        assertThat(server('c').peers()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void neverMovesATrivialChoice() {
        configure("{'policy':'Trivial'}", "{'retry_on':'never'}");
        server('a').otherwise(new SimAnswer.Refuse());

        dialMany(20);

        assertThat(server('a').attempts()).isEqualTo(20);
        assertThat(server('b').attempts() + server('c').attempts()).isZero();
        assertThat(resting()).isEmpty();
    }

    @Test
    void letsTheNextOneTryWhereThePeerOfTheFirstLeft() {
        configure("{'policy':'RoundRobin'}", "{'retry_on':'never','timeout':5000}");
        server('b').otherwise(new SimAnswer.Refuse());
        dialMany(6);
        server('b').otherwise(new SimAnswer.Silence());
        waitSeconds(13);
        int tried = server('b').attempts();
        var peers = List.of(dial("x"), dial("y"), dial("z"));
        waitSeconds(0.2);
        peers.forEach(SimPeer::reset);
        waitSeconds(0.2);
        server('b').otherwise(new SimAnswer.Accept());

        dialMany(3);

        assertThat(server('b').attempts()).isEqualTo(tried + 2);
        assertThat(resting()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RoundRobin", "ConsistentHash"})
    void changesNothingWithHealthOff(String policy) {
        configure("{'policy':'" + policy + "','key':'k','health':'off'}", "{'retry_on':'never'}");
        dialMany(300);
        var before = servers.stream().map(SimServer::attempts).toList();
        server('b').otherwise(new SimAnswer.Refuse());

        dialMany(300);

        assertThat(servers).extracting(SimServer::attempts)
                .isEqualTo(before.stream().map(n -> 2 * n).toList());
        assertThat(resting()).isEmpty();
    }

    @Test
    void countsDatagramsThatNobodyTakesAsRefusals() {
        kind = "datagrams";
        configure("{'policy':'RoundRobin'}", "{'retry_on':'always','num_retries':5,'timeout':500}");
        server('b').otherwise(new SimAnswer.ResetAfter(0));
        dialMany(10);
        assertThat(resting()).containsExactly("b");
        assertThat(server('b').attempts()).isBetween(2, 4);
        server('b').otherwise(new SimAnswer.Accept());
        waitSeconds(13);

        dialMany(10);
        assertThat(resting()).containsExactly("b");
        waitSeconds(0.5);

        assertThat(resting()).isEmpty();
    }

    @Test
    void takesAnAnswerForProofThatSomebodyWasThere() {
        kind = "datagrams";
        configure("{'policy':'RoundRobin'}", "{'retry_on':'never'}");
        server('b').onAccept(SimPeer::echo).otherwise(new SimAnswer.ResetAfter(2));

        var peers = new ArrayList<SimPeer>();
        for (int i = 0; i < 60; i++) {
            peers.add(dial("key " + i));
            peers.getLast().send("hello");
        }
        world.run(Duration.ofMillis(200));
        peers.forEach(peer -> peer.send("bye"));
        world.run(Duration.ofMillis(200));

        assertThat(resting()).isEmpty();
        assertThat(server('b').attempts()).isEqualTo(20);
    }

    @Test
    void blamesNoEndpointForPeersThatBreakOff() {
        kind = "datagrams";
        configure("{'policy':'RoundRobin'}", "{'retry_on':'never'}");
        for (int i = 0; i < 30; i++) {
            var peer = dial("x");
            peer.send("hello");
            world.run(Duration.ofMillis(20));
            peer.reset();
        }
        world.run(Duration.ofMillis(200));

        assertThat(resting()).isEmpty();
    }

    @Test
    void remembersFromVersionToVersion() {
        configure("{'policy':'RoundRobin'}");
        server('b').otherwise(new SimAnswer.Refuse());
        dialMany(6);

        proxy.change(edit -> edit.addEndpoint("pool", SimProxy.json(endpoint("d", 4))));

        assertThat(resting()).containsExactly("b");
    }

    @Test
    void forgetsWhoWasDeleted() {
        configure("{'policy':'RoundRobin'}");
        server('b').otherwise(new SimAnswer.Refuse());
        dialMany(6);

        proxy.change(edit -> edit.delete(ObjectKind.ENDPOINT, "b", false));
        proxy.change(edit -> edit.addEndpoint("pool", SimProxy.json(endpoint("b", 2))));

        assertThat(resting()).isEmpty();
    }

    private static UnaryOperator<String> weighing(int a) {
        return document -> document.replace("'name':'a'", "'name':'a','weight':" + a);
    }

    /** Replaces the whole configuration. */
    private void replace(String clusterAndListener) {
        proxy.change(
                edit -> edit.replace(SimProxy.json(clusterAndListener), false, UnaryOperator.identity()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RoundRobin", "Random", "LeastSessions", "ConsistentHash", "Maglev"})
    void goesByTheWeightOfTheNewestConfiguration(String policy) {
        configure("{'policy':'" + policy + "','key':'k'}");
        var document = "{'clusters':[" + pool("{'policy':'" + policy + "','key':'k'}") + "],'listeners':["
                + listener("{'retry_on':'never'}") + "]}";
        replace(document);
        replace(weighing(8).apply(document));

        dialMany(300);

        assertThat(server('a').attempts()).isBetween(190, 290);
    }

    @Test
    void remembersAnEndpointWhoseWeightIsAnotherNow() {
        configure("{'policy':'RoundRobin'}");
        var document = "{'clusters':[" + pool("{'policy':'RoundRobin'}") + "],'listeners':["
                + listener("{'retry_on':'always','num_retries':5,'timeout':20}") + "]}";
        server('a').otherwise(new SimAnswer.Refuse());
        dialMany(6);
        var before = health();

        replace(weighing(8).apply(document));

        assertThat(before).extracting(EndpointStatus::sessions).containsExactly(0, 3, 3);
        assertThat(health()).isEqualTo(before);
        assertThat(resting()).containsExactly("a");
        dialMany(6);
        assertThat(health()).extracting(EndpointStatus::sessions).containsExactly(0, 6, 6);
    }
}
