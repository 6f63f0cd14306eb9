package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.ObjectKind;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One session at a time, on the simulated loop: what a peer sees of retries, half-close and limits. */
class SessionTest {
    private static final int HERE = 1;
    private static final int THERE = 100;

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final SimProxy proxy = new SimProxy(world);

    private void configure(SimSpec from, SimSpec to, String route) {
        configure(from, to, route, "{'track':1000}");
    }

    private void configure(SimSpec from, SimSpec to, String route, String options) {
        proxy.add(ObjectKind.CLUSTER, "{'name':'there','spec':{" + spec(to, THERE)
                + "},'endpoints':[{'name':'e','spec':{'address':'127.0.0.1'}}]}");
        proxy.add(ObjectKind.CLUSTER, "{'name':'pass','spec':{'protocol':'Passing'}}");
        proxy.add(ObjectKind.LISTENER, "{'name':'here','spec':{" + spec(from, HERE)
                + "},'rules':[{'action':{'route':" + route + "}}],'options':" + options + "}");
    }

    private static String spec(SimSpec spec, int port) {
        return "'protocol':'Sim','port':" + port + ",'kind':'" + spec.kind() + "','half_close':"
                + spec.halfClose()
                + ",'pausable':" + spec.pausable() + ",'largest':" + spec.largest();
    }

    private SimPeer dial(SimSpec from) {
        return world.net().dial(from, HERE, Metadata.EMPTY);
    }

    private Json.Obj session() {
        return proxy.sessions().getFirst();
    }

    private static String route(String retry) {
        return "{'destination':'there','retry':" + retry + "}";
    }

    @Test
    void carriesBytesBothWaysInOrder() {
        var server = world.net().serve("127.0.0.1", THERE).echo();
        configure(SimSpec.bytes(0), SimSpec.bytes(0),
                "{'destination':'there','ingress':['pass'],'egress':['pass']}");
        var peer = dial(SimSpec.bytes(0));
        var sent = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            sent.append("line ").append(i).append('\n');
            peer.send("line " + i + "\n");
        }

        world.run(Duration.ofMinutes(1));

        assertThat(peer.text()).isEqualTo(sent.toString());
        assertThat(server.peer().text()).isEqualTo(sent.toString());
    }

    @Test
    void keepsMessagesAsTheyAre() {
        world.net().serve("127.0.0.1", THERE).echo();
        configure(SimSpec.messages(0), SimSpec.messages(0), "{'destination':'there','ingress':['pass']}");
        var peer = dial(SimSpec.messages(0));
        var sent = IntStream.range(0, 1_000).mapToObj(i -> "message " + i).toList();
        sent.forEach(peer::send);

        world.run(Duration.ofMinutes(1));

        assertThat(peer.texts()).isEqualTo(sent);
    }

    @Test
    void cutsBytesForMessagesOfLimitedSize() {
        var server = world.net().serve("127.0.0.1", THERE);
        configure(SimSpec.bytes(0), new SimSpec(0, "messages", false, true, 1_000), route("{}"));
        var peer = dial(SimSpec.bytes(0));
        peer.send("x".repeat(10_500));

        world.run(Duration.ofSeconds(10));

        assertThat(server.peer().text()).hasSize(10_500);
        assertThat(server.peer().received()).allMatch(message -> message.length <= 1_000);
    }

    @Test
    void answersAfterTheClientHasFinished() {
        var server = world.net().serve("127.0.0.1", THERE);
        server.onAccept(peer -> peer.onFinished(() -> {
            peer.send("answer ".repeat(100_000));
            peer.finish();
        }));
        configure(SimSpec.bytes(0), SimSpec.bytes(0),
                "{'destination':'there','ingress':['pass'],'egress':['pass']}");
        var peer = dial(SimSpec.bytes(0));
        peer.send("question");
        peer.finish();

        world.run(Duration.ofMinutes(1));

        assertThat(server.peer().text()).isEqualTo("question");
        assertThat(peer.text()).hasSize(700_000);
        assertThat(peer.finished()).isPresent();
        assertThat(SimProxy.events(session())).containsExactly("INIT", "LOOKUP SUCCESS", "CONNECT", "END",
                "DESTROY");
    }

    @Test
    void passesTheLastWordOfBothSides() {
        var server = world.net().serve("127.0.0.1", THERE);
        configure(SimSpec.messages(0), SimSpec.messages(0), route("{'retry_on':'always'}"));
        var peer = dial(SimSpec.messages(0));
        peer.send("hello");
        world.run(Duration.ofSeconds(1));
        peer.finish(Metadata.of(Json.obj("code", 4001)));

        world.run(Duration.ofMinutes(1));

        assertThat(server.peer().finished().orElseThrow().json()).isEqualTo(Json.obj("code", 4001));
        assertThat(server.attempts()).as("an orderly end of the source connects nothing again").isEqualTo(1);
    }

    @Test
    void waitsForAnAnswerOfADestinationThatCannotFinish() {
        var server = world.net().serve("127.0.0.1", THERE);
        server.onAccept(peer -> peer.onPayload(_ -> {
            if (peer.text().equals("question")) {
                peer.send("late answer");
            }
        }));
        configure(SimSpec.bytes(0), SimSpec.messages(0), route("{}"));
        var peer = dial(SimSpec.bytes(0));
        peer.send("question");
        peer.finish();

        world.run(Duration.ofMinutes(1));

        assertThat(peer.text()).isEqualTo("late answer");
        assertThat(SimProxy.events(session())).endsWith("END", "DESTROY");
    }

    @Test
    void triesAsOftenAsThePolicySays() {
        var server = world.net().serve("127.0.0.1", THERE).otherwise(new SimAnswer.Refuse());
        configure(SimSpec.bytes(0), SimSpec.bytes(0),
                route("{'retry_on':'always','num_retries':2,'timeout':500}"));
        var peer = dial(SimSpec.bytes(0));

        world.run(Duration.ofMinutes(1));

        assertThat(server.attempts()).isEqualTo(3);
        assertThat(peer.closed().orElseThrow().kind()).isEqualTo(Kind.REFUSED);
        assertThat(peer.closed().orElseThrow().content()).isEqualTo("Pipeline setup failed for session \""
                + SimProxy.text(session(), "name")
                + "\": General Server Error: connect ECONNREFUSED 127.0.0.1:100");
    }

    @Test
    void fillsAPartialPolicyWithTheDefaults() {
        var server = world.net().serve("127.0.0.1", THERE).otherwise(new SimAnswer.Refuse());
        configure(SimSpec.bytes(0), SimSpec.bytes(0), route("{'retry_on':'always'}"));
        dial(SimSpec.bytes(0));

        world.run(Duration.ofMinutes(1));

        assertThat(server.attempts()).isEqualTo(2);
    }

    @Test
    void holdsTheFirst256DatagramsWhileTheUpstreamIsDown() {
        var server = world.net().serve("127.0.0.1", THERE);
        configure(SimSpec.datagrams(0), SimSpec.messages(0),
                "{'destination':'there','ingress':['pass'],'retry':{'retry_on':'always','num_retries':3,'timeout':2000}}");
        var peer = dial(SimSpec.datagrams(0));
        peer.send("first");
        world.run(Duration.ofSeconds(5));
        server.close();
        server.peer().reset();
        world.run(Duration.ofMillis(10));
        assertThat(SimProxy.events(session())).endsWith("DISCONNECT");

        IntStream.range(0, 400).forEach(i -> peer.send("datagram " + i));
        world.run(Duration.ofSeconds(1));
        server.reopen();
        world.run(Duration.ofSeconds(10));

        assertThat(server.peers()).hasSize(2);
        assertThat(server.peer().texts())
                .isEqualTo(IntStream.range(0, 256).mapToObj(i -> "datagram " + i).toList());
        assertThat(drops("ingress")).isEqualTo(Map.of("queue_full", Json.of(144)));
        assertThat(SimProxy.events(session())).containsSubsequence("CONNECT", "DISCONNECT", "CONNECT");
    }

    private Map<String, Json> drops(String direction) {
        var counters = (Json.Obj) session().get("counters").orElseThrow();
        var counted = (Json.Obj) counters.get(direction).orElseThrow();
        return ((Json.Obj) counted.get("drops").orElseThrow()).members();
    }

    @Test
    void connectsAsSoonAsAMissingClusterIsAdded() {
        var server = world.net().serve("127.0.0.1", THERE).echo();
        configure(SimSpec.bytes(0), SimSpec.bytes(0),
                "{'destination':'later','retry':{'retry_on':'always','num_retries':3,'timeout':60000}}");
        var peer = dial(SimSpec.bytes(0));
        peer.send("early");
        world.run(Duration.ofSeconds(1));
        proxy.add(ObjectKind.CLUSTER, "{'name':'later','spec':{" + spec(SimSpec.bytes(0), THERE)
                + "},'endpoints':[{'spec':{'address':'127.0.0.1'}}]}");

        world.run(Duration.ofSeconds(1));

        assertThat(server.attempts()).isEqualTo(1);
        assertThat(peer.text()).isEqualTo("early");
    }

    @Test
    void dampsAnUpstreamThatAcceptsAndDies() {
        var server = world.net().serve("127.0.0.1", THERE).otherwise(new SimAnswer.ResetAfter(0));
        configure(SimSpec.datagrams(0), SimSpec.datagrams(0),
                route("{'retry_on':'disconnect','num_retries':3,'timeout':1000}"));
        dial(SimSpec.datagrams(0)).send("hello");

        world.run(Duration.ofMinutes(5));

        assertThat(server.attempts()).as("one connect, then three with doubling pauses").isEqualTo(4);
        assertThat(SimProxy.text(session(), "status")).isEqualTo("DESTROYED");
    }

    @Test
    void resetsTheClientWhenTheUpstreamIsReset() {
        var server = world.net().serve("127.0.0.1", THERE);
        configure(SimSpec.bytes(0), SimSpec.bytes(0), route("{}"));
        var peer = dial(SimSpec.bytes(0));
        peer.send("half an answer, please");
        world.run(Duration.ofSeconds(1));
        server.peer().send("half");
        server.peer().reset();

        world.run(Duration.ofSeconds(5));

        assertThat(peer.closed().orElseThrow().kind()).as("a cut answer must not look complete")
                .isEqualTo(Kind.RESET);
        assertThat(SimProxy.text(session(), "outcome")).isEqualTo("UR");
    }

    @Test
    void endsWhenNothingMoves() {
        world.net().serve("127.0.0.1", THERE);
        configure(SimSpec.bytes(0), SimSpec.bytes(0), route("{}"), "{'track':1000,'idle_timeout':2}");
        var peer = dial(SimSpec.bytes(0));
        world.run(Duration.ofMillis(1_500));
        peer.send("still here");
        world.run(Duration.ofMillis(1_500));
        assertThat(SimProxy.text(session(), "status")).isEqualTo("CONNECTED");

        world.run(Duration.ofMillis(2_000));

        assertThat(SimProxy.text(session(), "outcome")).isEqualTo("PT");
        assertThat(peer.finished()).as("the client sees an orderly end").isPresent();
    }

    @Test
    void slowsTheSenderWhenNobodyReads() {
        var server = world.net().serve("127.0.0.1", THERE).onAccept(SimPeer::stopReading);
        configure(SimSpec.bytes(0), SimSpec.bytes(0), "{'destination':'there','ingress':['pass','pass']}");
        var peer = dial(SimSpec.bytes(0));
        for (int i = 0; i < 1_000; i++) {
            peer.send("x".repeat(10_000));
        }
        world.run(Duration.ofSeconds(10));
        assertThat(world.bytesInUse()).as("held in the proxy").isLessThan(1 << 20);
        assertThat(peer.writable()).isFalse();

        server.peer().readOn();
        world.run(Duration.ofMinutes(1));

        assertThat(server.peer().text()).hasSize(10_000_000);
    }

    @Test
    void keepsOnlyTheNewestTrackedSessionsAboveTheLimit() {
        world.net().serve("127.0.0.1", THERE).echo();
        configure(SimSpec.bytes(0), SimSpec.bytes(0), route("{}"), "{'track':1000,'max_sessions':3}");
        for (int i = 0; i < 5; i++) {
            var peer = dial(SimSpec.bytes(0));
            world.run(Duration.ofSeconds(1));
            peer.reset();
            world.run(Duration.ofSeconds(1));
        }

        assertThat(proxy.sessions()).hasSize(3);
        assertThat(proxy.totals.refused()).isEmpty();
    }

    @Test
    void refusesARouteThatLosesBordersWhereNothingMayBeLost() {
        proxy.change(edit -> edit.admin(SimProxy.json("{'lossless':true}")));
        proxy.add(ObjectKind.CLUSTER, "{'name':'there','spec':{" + spec(SimSpec.bytes(0), THERE)
                + "},'endpoints':[{'spec':{'address':'127.0.0.1'}}]}");

        var problems = proxy.tryChange(edit -> edit.add(ObjectKind.LISTENER,
                SimProxy.json("{'name':'here','spec':{"
                        + spec(SimSpec.messages(0), HERE)
                        + "},'rules':[{'action':{'route':{'destination':'there'}}}]}")));

        assertThat(problems).isNotEmpty();
        assertThat(problems.getFirst().content()).startsWith("Cannot add route: ");
        assertThat(proxy.office.tree().listeners()).isEmpty();
    }

    @Test
    void waitsForASlowReaderAfterBothPeersHaveFinished() {
        var server = world.net().serve("127.0.0.1", THERE);
        server.onAccept(peer -> peer.onFinished(() -> {
            peer.send("x".repeat(300_000));
            peer.finish();
        }));
        configure(SimSpec.bytes(0), SimSpec.bytes(0), route("{}"));
        var peer = dial(SimSpec.bytes(0));
        peer.send("question");
        peer.stopReading();
        peer.finish();
        world.run(Duration.ofMinutes(5));

        peer.readOn();
        world.run(Duration.ofMinutes(1));

        assertThat(peer.text()).hasSize(300_000);
        assertThat(peer.finished()).isPresent();
        assertThat(SimProxy.text(session(), "status")).isEqualTo("DESTROYED");
    }
}
