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

/** A session as clients of the API see it, from its first attempt to its last listing. */
class SessionDumpTest {
    private static final String THERE = "{'origin':'there','endpoint':%s,'status':'%s'}";
    private static final String E = "{'name':'e','spec':{'address':'127.0.0.1'}}";

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final SimProxy proxy = new SimProxy(world);

    private void configure(String rule) {
        proxy.add(ObjectKind.CLUSTER,
                "{'name':'there','spec':{'protocol':'Sim','port':100,'kind':'bytes'},'endpoints':[" + E
                        + "]}");
        proxy.add(ObjectKind.CLUSTER, "{'name':'pass','spec':{'protocol':'Passing'}}");
        proxy.add(ObjectKind.LISTENER, "{'name':'here','spec':{'protocol':'Sim','port':1,'kind':'bytes'},"
                + "'rules':[" + rule + "],'options':{'track':1000}}");
    }

    private static String retried(String chains) {
        return "{'name':'r','action':{'route':{'destination':'there'," + chains
                + "'retry':{'retry_on':'always','num_retries':2,'timeout':1000}}}}";
    }

    private SimPeer dial() {
        return world.net().dial(SimSpec.bytes(0), 1, Metadata.of(Json.obj("hello", "world")));
    }

    private Json at(String member) {
        return proxy.sessions().getFirst().get(member).orElseThrow();
    }

    private static Json there(String endpoint, String status) {
        return SimProxy.json(THERE.formatted(endpoint, status));
    }

    @Test
    void hasItsMembersInTheirOrderAndAStageForEachPlaceOfTheChains() {
        world.net().serve("127.0.0.1", 100);
        configure(retried("'ingress':['pass'],'egress':['pass','there'],"));
        dial();
        world.run(Duration.ofSeconds(1));

        var dump = proxy.sessions().getFirst();

        assertThat(dump.members().keySet()).containsExactly("name", "metadata", "source", "destination",
                "ingress",
                "egress", "status", "events", "counters");
        assertThat(dump.get("metadata")).contains(SimProxy.json("{'hello':'world','Sim':{'port':1}}"));
        assertThat(dump.get("source")).contains(SimProxy.json("{'origin':'here','listener':"
                + "{'protocol':'Sim','port':1,'kind':'bytes'},'status':'READY'}"));
        assertThat(dump.get("destination")).contains(there(E, "READY"));
        var passing = "{'origin':'pass','endpoint':{'name':'pass','spec':{'address':'<VIRTUAL>'}},'status':'READY'}";
        assertThat(dump.get("ingress")).contains(SimProxy.json("[" + passing + "]"));
        assertThat(dump.get("egress"))
                .contains(SimProxy.json("[" + passing + "," + THERE.formatted(E, "READY") + "]"));
        assertThat(dump.get("status")).contains(Json.of("CONNECTED"));
    }

    @Test
    void stagesAreInitThenRetryingThenOver() {
        var server = world.net().serve("127.0.0.1", 100).otherwise(new SimAnswer.Silence());
        configure(retried("'ingress':['pass'],"));
        dial();
        world.run(Duration.ofMillis(200));
        assertThat(at("status")).isEqualTo(Json.of("INIT"));
        assertThat(at("destination")).isEqualTo(there("'<INVALID>'", "INIT"));
        assertThat(at("ingress")).isEqualTo(SimProxy.json("[{'origin':'pass','endpoint':"
                + "{'name':'pass','spec':{'address':'<VIRTUAL>'}},'status':'CONNECTED'}]"));

        world.run(Duration.ofMillis(1_000));
        assertThat(at("destination")).isEqualTo(there("'<INVALID>'", "RETRYING"));
        assertThat(at("status")).isEqualTo(Json.of("INIT"));

        world.run(Duration.ofMinutes(1));
        assertThat(server.attempts()).isEqualTo(3);
        assertThat(at("destination")).isEqualTo(there("'<INVALID>'", "END"));
        assertThat(at("status")).isEqualTo(Json.of("DESTROYED"));
        assertThat(SimProxy.events(proxy.sessions().getFirst()))
                .containsExactly("INIT", "LOOKUP SUCCESS", "ERROR", "DESTROY");
    }

    @Test
    void isDisconnectedWhileAStageIsDown() {
        var server = world.net().serve("127.0.0.1", 100);
        configure(retried(""));
        dial();
        world.run(Duration.ofSeconds(2));
        server.otherwise(new SimAnswer.Silence());
        server.peer().reset();
        world.run(Duration.ofMillis(200));
        assertThat(at("status")).isEqualTo(Json.of("DISCONNECTED"));
        assertThat(at("destination")).isEqualTo(there("'<INVALID>'", "DISCONNECTED"));
        assertThat(SimProxy.text((Json.Obj) at("source"), "status")).isEqualTo("READY");

        server.otherwise(new SimAnswer.Accept());
        world.run(Duration.ofSeconds(5));

        assertThat(at("status")).isEqualTo(Json.of("CONNECTED"));
        assertThat(at("destination")).isEqualTo(there(E, "READY"));
    }

    @Test
    void isPendingWithoutARouteAndItsListenerInvalidWhenItIsGone() {
        configure(
                "{'name':'r','match':{'op':'exists','path':'/never'},'action':{'route':{'destination':'there'}}}");
        dial();
        world.run(Duration.ofSeconds(1));
        proxy.change(edit -> edit.delete(ObjectKind.LISTENER, "here", false));

        var dump = proxy.sessions().getFirst();

        assertThat(dump.get("source"))
                .contains(SimProxy.json("{'origin':'here','listener':'<INVALID>','status':'END'}"));
        assertThat(dump.get("destination")).contains(SimProxy.json("{'status':'PENDING'}"));
        assertThat(dump.get("ingress")).contains(SimProxy.json("[]"));
        assertThat(dump.get("status")).contains(Json.of("DESTROYED"));
    }

    @Test
    void showsRewritesButNotTheName() {
        world.net().serve("127.0.0.1", 100);
        configure("{'name':'r','action':{'rewrite':[{'path':'/label','value':{'a':1}}],"
                + "'route':{'destination':'there'}}}");
        dial();
        world.run(Duration.ofSeconds(1));

        assertThat(at("metadata"))
                .isEqualTo(SimProxy.json("{'hello':'world','Sim':{'port':1},'label':{'a':1}}"));
    }

    @Test
    void aRewriteThatWouldMakeTheMetadataAStringDoesNoHarm() {
        world.net().serve("127.0.0.1", 100);
        var problems = proxy.tryChange(edit -> edit.add(ObjectKind.RULE,
                SimProxy.json(
                        "{'name':'bad','action':{'rewrite':[{'path':'/','value':'text'}],'route':'x'}}")));

        assertThat(problems).singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("object"));
    }
}
