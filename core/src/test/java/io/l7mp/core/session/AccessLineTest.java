package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.JsonCodec;
import io.l7mp.config.ObjectKind;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the access log tells of each way in which a session can go. */
class AccessLineTest {
    private static final int HERE = 1;
    private static final int THERE = 100;
    private static final String[] MEMBERS = {"time", "session", "outcome", "reason", "listener", "rule",
            "route",
            "source", "destination", "ingress", "egress", "bytes", "messages", "drops", "start", "connect_ms",
            "duration_ms", "attempts", "reconnects"};

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final SimProxy proxy = new SimProxy(world);

    private void configure(String kind, String rules, String options) {
        proxy.add(ObjectKind.CLUSTER, "{'name':'there','spec':{'protocol':'Sim','port':100,'kind':'"
                + (kind.equals("datagrams") ? "messages" : kind)
                + "'},'endpoints':[{'name':'e','spec':{'address':'127.0.0.1'}}]}");
        proxy.add(ObjectKind.CLUSTER, "{'name':'pass','spec':{'protocol':'Passing'}}");
        proxy.add(ObjectKind.LISTENER, "{'name':'here','spec':{'protocol':'Sim','port':1,'kind':'" + kind
                + "','pausable':" + !kind.equals("datagrams") + "},'rules':" + rules + ",'options':" + options
                + "}");
    }

    private static String rules(String route) {
        return "[{'name':'r','action':{'route':" + route + "}}]";
    }

    private SimPeer dial(SimSpec from, String hello) {
        return world.net().dial(from, HERE, Metadata.of((Json.Obj) SimProxy.json(hello)));
    }

    private SimPeer dial() {
        return dial(SimSpec.bytes(0),
                "{'IP':{'src_addr':'::1','dst_addr':'::1'},'TCP':{'src_port':7,'dst_port':8}}");
    }

    /** {@return the only line there is} */
    private Json.Obj line() {
        assertThat(proxy.accessLines).hasSize(1);
        var text = proxy.accessLines.getFirst();
        assertThat(text).doesNotContain("\n", "\r");
        return (Json.Obj) new JsonCodec().read(text);
    }

    private static Json at(Json.Obj line, String path) {
        return Path.of(path).get(line).orElse(Json.NULL);
    }

    @Test
    void tellsAllOfASessionThatEndedInOrder() {
        world.net().serve("127.0.0.1", THERE).echo();
        configure("bytes",
                rules("{'name':'way','destination':'there','ingress':['pass'],'egress':['pass','pass']}"),
                "{}");
        var peer = dial();
        peer.send("hello");
        world.runUntil(() -> peer.text().equals("hello"), Duration.ofMinutes(1)); // the session has begun by now
        world.run(Duration.ofSeconds(3));
        peer.finish();
        world.run(Duration.ofMinutes(1));

        var line = line();

        assertThat(line.members().keySet()).containsExactly(MEMBERS);
        assertThat(at(line, "/outcome")).isEqualTo(Json.of("--"));
        assertThat(at(line, "/reason")).isEqualTo(Json.of(""));
        assertThat(at(line, "/listener")).isEqualTo(Json.of("here"));
        assertThat(at(line, "/rule")).isEqualTo(Json.of("r"));
        assertThat(at(line, "/route")).isEqualTo(Json.of("way"));
        assertThat(at(line, "/source")).isEqualTo(SimProxy.json(
                "{'protocol':'Sim','address':'::1','port':7,'local_address':'::1','local_port':8}"));
        assertThat(at(line, "/destination")).isEqualTo(SimProxy.json(
                "{'cluster':'there','protocol':'Sim','endpoint':'e','address':'127.0.0.1','port':100}"));
        assertThat(at(line, "/ingress")).isEqualTo(SimProxy.json("['pass']"));
        assertThat(at(line, "/egress")).isEqualTo(SimProxy.json("['pass','pass']"));
        assertThat(at(line, "/bytes")).isEqualTo(SimProxy.json("{'ingress':5,'egress':5}"));
        assertThat(at(line, "/drops")).isEqualTo(SimProxy.json("{'ingress':{},'egress':{}}"));
        assertThat(number(line, "/duration_ms")).isBetween(3_000L, 63_000L);
        assertThat(number(line, "/connect_ms")).isLessThan(3_000);
        assertThat(number(line, "/attempts")).isEqualTo(1);
        assertThat(number(line, "/reconnects")).isZero();
        assertThat(proxy.totals.outcomes()).containsEntry("--", 1L);
    }

    private static long number(Json.Obj line, String path) {
        return ((Json.Num) at(line, path)).value().longValue();
    }

    @Test
    void aLookUpThatFailsHasNeitherRuleNorDestination() {
        configure("bytes", "[]", "{}");
        dial();
        world.run(Duration.ofSeconds(1));

        var line = line();

        assertThat(line.members().keySet()).containsExactly(MEMBERS);
        assertThat(at(line, "/outcome")).isEqualTo(Json.of("NR"));
        assertThat(((Json.Text) at(line, "/reason")).value()).startsWith("Not Found: No route for session");
        assertThat(line.members()).containsEntry("rule", Json.NULL).containsEntry("route", Json.NULL)
                .containsEntry("destination", Json.NULL).containsEntry("connect_ms", Json.NULL);
        assertThat(at(line, "/messages")).isEqualTo(SimProxy.json("{'ingress':0,'egress':0}"));
    }

    @Test
    void anUpstreamThatRefusesIsNamedWithItsAttempts() {
        world.net().serve("127.0.0.1", THERE).otherwise(new SimAnswer.Refuse());
        configure("bytes",
                rules("{'destination':'there','retry':{'retry_on':'always','num_retries':2,'timeout':500}}"),
                "{}");
        dial();
        world.run(Duration.ofMinutes(1));

        var line = line();

        assertThat(at(line, "/outcome")).isEqualTo(Json.of("UF"));
        assertThat(at(line, "/destination/address")).isEqualTo(Json.of("127.0.0.1"));
        assertThat(number(line, "/attempts")).isEqualTo(3);
        assertThat(line.members()).containsEntry("connect_ms", Json.NULL);
    }

    @Test
    void anUpstreamThatIsSilentTimesOut() {
        world.net().serve("127.0.0.1", THERE).otherwise(new SimAnswer.Silence());
        configure("bytes", rules("{'destination':'there','retry':{'timeout':500}}"), "{}");
        dial();
        world.run(Duration.ofMinutes(1));

        assertThat(at(line(), "/outcome")).isEqualTo(Json.of("UT"));
    }

    @Test
    void idleEndAndDeletionSayWhy() {
        world.net().serve("127.0.0.1", THERE);
        configure("bytes", rules("{'destination':'there'}"), "{'idle_timeout':2}");
        dial();
        world.run(Duration.ofSeconds(10));

        assertThat(at(line(), "/outcome")).isEqualTo(Json.of("PT"));
        assertThat(((Json.Text) at(line(), "/reason")).value()).contains("no payload for 2000 milliseconds");

        proxy.accessLines.clear();
        dial();
        world.run(Duration.ofSeconds(1));
        proxy.office.hall().sessions().endAll("Session removed from the API", () -> {});
        world.run(Duration.ofSeconds(10));

        assertThat(at(line(), "/outcome")).isEqualTo(Json.of("--"));
        assertThat(at(line(), "/reason")).isEqualTo(Json.of("Session removed from the API"));
    }

    @Test
    void lostMessagesAndReconnectsAreCounted() {
        var server = world.net().serve("127.0.0.1", THERE);
        configure("datagrams",
                rules("{'destination':'there','retry':{'retry_on':'always','num_retries':3,'timeout':2000}}"),
                "{'idle_timeout':20}");
        var peer = dial(SimSpec.datagrams(0), "{}");
        peer.send("first");
        world.run(Duration.ofSeconds(5));
        server.close();
        server.peer().reset();
        world.run(Duration.ofMillis(10));
        for (int i = 0; i < 400; i++) {
            peer.send("datagram " + i);
        }
        world.run(Duration.ofSeconds(1));
        server.reopen();
        world.run(Duration.ofMinutes(1));

        var line = line();

        assertThat(number(line, "/drops/ingress/queue_full")).isEqualTo(400 - 256);
        assertThat(number(line, "/reconnects")).isEqualTo(1);
        assertThat(number(line, "/attempts")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatStrangersSayIsCutAndNeverBreaksTheLine() {
        configure("bytes", "[]", "{}");
        dial(SimSpec.bytes(0),
                "{'HTTP':{'method':'G\\nT','url':{'path':'/" + "x".repeat(5_000) + "?secret=1'}}}");
        world.run(Duration.ofSeconds(1));

        var line = line();

        assertThat(at(line, "/http/method")).isEqualTo(Json.of("G\nT"));
        assertThat(((Json.Text) at(line, "/http/path")).value()).hasSize(AccessLine.LONGEST + 1)
                .endsWith("x…");
    }
}
