package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.ObjectKind;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How sessions end, and how they must not: ends that meet chains, retries, deletions and bugs. */
class SessionEndTest {
    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final Captive captive = new Captive();
    private final OddProxy proxy = new OddProxy(world, new Once(world.net()), new Ending(), captive);

    private void cluster(String name, String protocol, int port) {
        proxy.add(ObjectKind.CLUSTER, "{'name':'" + name + "','spec':{'protocol':'" + protocol + "','port':"
                + port + ",'kind':'bytes'},'endpoints':[{'spec':{'address':'127.0.0.1'}}]}");
    }

    private void listener(String route, String options) {
        proxy.add(ObjectKind.LISTENER, "{'name':'here','spec':{'protocol':'Sim','port':1,'kind':'bytes'},"
                + "'rules':[{'action':{'route':" + route + "}}],'options':{" + options + "}}");
    }

    private void configure(String protocol, String route) {
        cluster("there", protocol, 100);
        proxy.add(ObjectKind.CLUSTER, "{'name':'ending','spec':{'protocol':'Ending'}}");
        proxy.add(ObjectKind.CLUSTER, "{'name':'pass','spec':{'protocol':'Passing'}}");
        listener(route, "'track':1000");
    }

    private SimPeer dial() {
        return world.net().dial(SimSpec.bytes(0), 1, Metadata.EMPTY);
    }

    @Test
    void anIngressTransformThatIsThroughDoesNotHurryTheAnswer() {
        var server = world.net().serve("127.0.0.1", 100);
        configure("Sim", "{'destination':'there','ingress':['ending']}");
        var peer = dial();
        peer.send("question");
        peer.finish();
        world.run(Duration.ofMinutes(1));

        server.peer().send("answer");
        server.peer().finish();
        world.run(Duration.ofMinutes(1));

        assertThat(server.peer().text()).isEqualTo("question");
        assertThat(peer.text()).isEqualTo("answer");
        assertThat(SimProxy.text(proxy.session(), "outcome")).isEqualTo("--");
    }

    @Test
    void anEgressTransformThatIsThroughDoesNotCutTheOtherDirection() {
        var server = world.net().serve("127.0.0.1", 100).onAccept(SimPeer::finish);
        configure("Sim", "{'destination':'there','egress':['ending']}");
        var peer = dial();
        peer.send("first ");
        world.run(Duration.ofMinutes(1));

        peer.send("last");
        peer.finish();
        world.run(Duration.ofMinutes(1));

        assertThat(server.peer().text()).isEqualTo("first last");
        assertThat(SimProxy.text(proxy.session(), "status")).isEqualTo("DESTROYED");
    }

    @Test
    void whatIsStillInTheChainArrivesThoughBothPeersHaveFinished() {
        var server = world.net().serve("127.0.0.1", 100).onAccept(SimPeer::finish);
        var service = world.net().serve("127.0.0.1", 101);
        cluster("service", "Sim", 101);
        configure("Sim", "{'destination':'there','ingress':['service']}");
        var peer = dial();
        peer.send("raw");
        peer.finish();
        world.run(Duration.ofMillis(500));

        service.peer().send("refined");
        service.peer().finish();
        world.run(Duration.ofMinutes(1));

        assertThat(server.peer().text()).isEqualTo("refined");
        assertThat(SimProxy.text(proxy.session(), "status")).isEqualTo("DESTROYED");
    }

    @Test
    void aChainThatNeverAnswersDoesNotKeepASessionWhosePeersHaveFinished() {
        world.net().serve("127.0.0.1", 100).onAccept(SimPeer::finish);
        world.net().serve("127.0.0.1", 101);
        cluster("service", "Sim", 101);
        configure("Sim", "{'destination':'there','ingress':['service']}");
        dial().finish();

        world.run(Duration.ofMinutes(1));

        assertThat(SimProxy.text(proxy.session(), "status")).isEqualTo("DESTROYED");
    }

    @Test
    void saysThatAStageIsNotRetriable() {
        world.net().serve("127.0.0.1", 100).otherwise(new SimAnswer.ResetAfter(1));
        configure("Once", "{'destination':'there','retry':{'retry_on':'always'}}");
        dial().send("hello");

        world.run(Duration.ofMinutes(1));

        var name = SimProxy.text(proxy.session(), "name");
        assertThat(proxy.session().toString())
                .contains("Session " + name + ": Stage \"there/ID:1\" is not retriable");
    }

    @Test
    void anEgressTransformThatWasToldTheEndIsNotHadAgain() {
        world.net().serve("127.0.0.1", 100).onAccept(SimPeer::finish);
        configure("Once", "{'destination':'there','egress':['ending'],'retry':{'retry_on':'always'}}");
        var peer = dial();

        world.run(Duration.ofMinutes(1));

        assertThat(peer.finished()).isPresent();
        assertThat(SimProxy.events(proxy.session())).doesNotContain("DISCONNECT");
    }

    @Test
    void cutsBytesForAClusterThatCameBackAsAnother() {
        world.net().serve("127.0.0.1", 100);
        configure("Sim", "{'destination':'there','retry':{'retry_on':'always','timeout':60000}}");
        var peer = dial();
        world.run(Duration.ofSeconds(1));
        var other = world.net().serve("127.0.0.1", 102);
        proxy.tryChange(edit -> edit.delete(ObjectKind.ENDPOINT, "there-EndPoint-0", true)
                .delete(ObjectKind.CLUSTER, "there", false)
                .add(ObjectKind.CLUSTER, SimProxy.json("{'name':'there','spec':{'protocol':'Sim','port':102,"
                        + "'kind':'messages','half_close':false,'largest':100},"
                        + "'endpoints':[{'name':'e','spec':{'address':'127.0.0.1'}}]}")));
        world.run(Duration.ofSeconds(1));

        peer.send("x".repeat(1_050));
        world.run(Duration.ofSeconds(1));

        assertThat(other.peer().text()).hasSize(1_050);
    }

    @Test
    void aTrackedSessionThatMadeRoomLeavesNoTimer() {
        world.net().serve("127.0.0.1", 100).echo();
        cluster("there", "Sim", 100);
        listener("{'destination':'there'}", "'track':100000,'max_sessions':1,'idle_timeout':0");
        var first = dial();
        world.run(Duration.ofSeconds(1));
        first.reset();
        world.run(Duration.ofSeconds(1));
        dial();

        world.run();

        assertThat(Duration.ofNanos(world.nanos())).isLessThan(Duration.ofMinutes(1));
        assertThat(proxy.office.hall().sessions().size()).isEqualTo(1);
    }

    private Captive.Peer offer(int listener) {
        var offer = new Captive.Peer(world.loop());
        world.on(world.loop(), () -> captive.acceptors.get(listener).offer(offer));
        world.run(Duration.ofSeconds(1));
        return offer;
    }

    private void captive() {
        proxy.add(ObjectKind.CLUSTER, "{'name':'pass','spec':{'protocol':'Passing'}}");
        proxy.add(ObjectKind.LISTENER, "{'name':'here','spec':{'protocol':'Captive'},"
                + "'rules':[{'action':{'route':{'destination':'pass'}}}],'options':{'track':1000}}");
    }

    @Test
    void aPeerThatComesAfterItsListenerWasDeletedIsTurnedAway() {
        captive();
        proxy.tryChange(edit -> edit.delete(ObjectKind.LISTENER, "here", false));

        var late = offer(0);

        assertThat(late.refusals).singleElement()
                .satisfies(
                        cause -> assertThat(cause.text()).isEqualTo("Not Found: Cannot find listener here"));
        assertThat(SimProxy.text(proxy.session(), "outcome")).isEqualTo("NR");
    }

    @Test
    void aPeerThatCannotBeOpenedIsTurnedAway() {
        captive();

        var peer = offer(0);

        assertThat(peer.refusals).hasSize(1);
        assertThat(SimProxy.text(proxy.session(), "outcome")).isEqualTo("PB");
    }

    @Test
    void aBrokenProtocolDoesNotKeepOthersFromBeingConfigured() {
        captive.broken = true;
        proxy.office.submit(
                edit -> edit.add(ObjectKind.LISTENER,
                        SimProxy.json("{'name':'broken','spec':{'protocol':'Captive'},'rules':[]}")),
                _ -> {});
        world.run(Duration.ofSeconds(1));

        captive.broken = false;
        captive();

        assertThat(proxy.office.tree().listeners().keySet()).containsExactly("here");
    }

    @Test
    void aFloodOfEventsIsBounded() {
        world.net().serve("127.0.0.1", 100).otherwise(new SimAnswer.FinishAfter(0));
        configure("Sim",
                "{'destination':'there','retry':{'retry_on':'always','num_retries':200,'timeout':10}}");
        dial();

        world.run(Duration.ofMinutes(1));

        assertThat(((Json.Arr) proxy.session().get("events").orElseThrow()).items())
                .hasSizeLessThanOrEqualTo(64);
    }
}
