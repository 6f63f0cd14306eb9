package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.config.Edit;
import io.l7mp.config.ObjectKind;
import io.l7mp.core.change.Planned;
import io.l7mp.core.change.Result;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes as the office carries them out, seen by those who have sessions meanwhile. */
class OfficeTest {
    private static final String BACKENDS = "{'name':'c','spec':{'protocol':'Sim','port':100},"
            + "'endpoints':[{'name':'e0','spec':{'address':'10.0.0.0'}},{'name':'e1','spec':{'address':'10.0.0.1'}}]}";

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final SimProxy proxy = new SimProxy(world);

    @BeforeEach
    void servers() {
        world.net().serve("10.0.0.0", 100).echo();
        world.net().serve("10.0.0.1", 100).echo();
    }

    private static String listener(String name, int port, String rest) {
        return "{'name':'" + name + "','spec':{'protocol':'Sim','port':" + port + "}," + rest + "}";
    }

    private static String to(String cluster) {
        return "'rules':[{'action':{'route':{'destination':'" + cluster + "','retry':{'retry_on':'always',"
                + "'num_retries':3,'timeout':5000}}}}],'options':{'track':0,'idle_timeout':0}";
    }

    private static Json document(String clusters, String listeners) {
        return SimProxy.json("{'clusters':[" + clusters + "],'listeners':[" + listeners + "]}");
    }

    private static Consumer<Edit> replacement(String clusters, String listeners) {
        var document = document(clusters, listeners);
        return edit -> edit.replace(document, false, UnaryOperator.identity());
    }

    private SimPeer dial(int port) {
        var peer = world.net().dial(SimSpec.bytes(port), port, Metadata.EMPTY);
        world.settle();
        return peer;
    }

    private void echoes(SimPeer peer, String text) {
        peer.send(text);
        world.settle();
        assertThat(peer.text()).endsWith(text);
    }

    private Planned plan(Consumer<Edit> work) {
        var planned = new ArrayList<Planned>();
        proxy.office.plan(work, planned::add);
        world.runUntil(() -> !planned.isEmpty(), Duration.ofMinutes(1));
        return planned.getFirst();
    }

    @Test
    void theSameDocumentTwiceStartsAndStopsNothing() {
        var work = replacement(BACKENDS, listener("l", 8, to("c")));
        proxy.change(work);
        var peer = dial(8);

        var planned = plan(work);
        proxy.change(work);

        assertThat(planned).isInstanceOfSatisfying(Planned.Foretold.class, foretold -> {
            assertThat(foretold.plan().starts()).isEmpty();
            assertThat(foretold.plan().stops()).isEmpty();
            assertThat(foretold.plan().changes()).isEmpty();
            assertThat(foretold.plan().sessions()).isEmpty();
        });
        echoes(peer, "still here");
        echoes(dial(8), "as before");
    }

    @Test
    void aListenerWithOtherRulesAndOptionsKeepsItsSocket() {
        proxy.change(replacement(BACKENDS, listener("l", 8, to("c"))));
        var old = dial(8);

        // A simulated address cannot be bound twice, so this would fail if the listener were bound anew.
        proxy.change(
                replacement(BACKENDS, listener("l", 8, to("nowhere").replace("'track':0", "'track':9"))));

        echoes(old, "goes on");
        dial(8).finish();
        world.settle();
        var sessions = proxy.sessions();
        assertThat(sessions).hasSize(2);
        assertThat(SimProxy.text((Json.Obj) sessions.getLast().get("destination").orElseThrow(), "origin"))
                .isEqualTo("nowhere");
        old.reset();
        world.run(Duration.ofSeconds(1));
        assertThat(proxy.sessions()).as("came when sessions were not tracked").hasSize(1);
    }

    @Test
    void everythingIsReplacedUnderTheSameNames() {
        proxy.change(replacement(BACKENDS, listener("l", 8, to("c"))));
        var old = dial(8);

        proxy.change(replacement(BACKENDS.replace("'port':100", "'port':100,'largest':1000"),
                listener("l", 9, to("c"))));

        echoes(old, "lives on");
        echoes(dial(9), "moved");
        assertThat(dial(8).closed()).as("nobody listens there").isPresent();
        proxy.change(edit -> edit.delete(ObjectKind.LISTENER, "l", true));
        world.settle();
        assertThat(old.closed()).as("of another listener of that name").isEmpty();
    }

    @Test
    void whenOneAddressIsTakenNothingIsBoundOrOpened() {
        proxy.change(replacement(BACKENDS, listener("l", 8, to("c"))));
        var peer = dial(8);
        var before = proxy.office.tree();

        var problems = proxy.tryChange(replacement("{'name':'d','spec':{'protocol':'Passing'}}",
                listener("a", 1, to("d")) + "," + listener("b", 8, to("d")) + ","
                        + listener("c", 2, to("d"))));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.content()).startsWith("SimListener.run: \"b\": listen EADDRINUSE");
            assertThat(problem.path()).isEqualTo("listeners.b.spec");
        });
        assertThat(proxy.office.tree()).isSameAs(before);
        assertThat(dial(1).closed()).isPresent();
        assertThat(dial(2).closed()).isPresent();
        echoes(peer, "still here");
        echoes(dial(8), "still there");
    }

    @Test
    void twoReplacementsAtOnceComeOneAfterTheOther() {
        for (int i = 0; i < 20; i++) {
            var results = new ArrayList<Result>();
            proxy.office.submit(replacement(BACKENDS, listener("l", 10, to("c"))), results::add);
            proxy.office.submit(replacement(BACKENDS, listener("m", 10, to("c"))), results::add);
            world.settle();

            assertThat(results).hasSize(2);
            assertThat(results.getFirst()).isInstanceOf(Result.Applied.class);
            // The simulated network cannot hand an address over: the second one is refused whole.
            assertThat(results.getLast()).isInstanceOf(Result.Refused.class);
            assertThat(proxy.office.tree().listeners()).containsOnlyKeys("l");
            proxy.change(replacement("", ""));
        }
    }

    @Test
    void anAttemptAtADeletedEndpointIsCalledOffAndMadeAnew() {
        world.net().serve("10.0.0.0", 100).otherwise(new SimAnswer.Silence());
        proxy.change(replacement(BACKENDS, listener("l", 8, to("c"))));
        var peer = dial(8);
        assertThat(peer.opened()).isEmpty();

        proxy.change(edit -> edit.delete(ObjectKind.ENDPOINT, "e0", true));
        world.settle();

        assertThat(peer.opened()).as("connected to the other one, before the time-out").isPresent();
        echoes(peer, "hello");
        assertThat(world.net().openInside()).hasSize(2);
    }

    @Test
    void whatIsDeletedIsToldApartByIdentity() {
        proxy.change(replacement(BACKENDS, listener("l", 8, to("c"))));
        var old = dial(8);
        proxy.change(edit -> edit.delete(ObjectKind.CLUSTER, "c", false).add(ObjectKind.CLUSTER,
                SimProxy.json(BACKENDS)));
        var young = dial(8);

        proxy.change(
                edit -> edit.delete(ObjectKind.ENDPOINT, "e0", true).delete(ObjectKind.CLUSTER, "c", true));
        world.settle();

        assertThat(young.finished()).isPresent();
        echoes(old, "of the cluster before");
    }

    @Test
    void whoFollowsTheAdminSectionHearsOfItOnceForEachChange() {
        var heard = new ArrayList<AdminConfig>();
        proxy.office.onAdmin(heard::add);
        proxy.office.onAdmin(_ -> {
            throw new IllegalStateException("a bad follower");
        });
        world.settle();

        proxy.change(edit -> edit.runtimeAdmin(SimProxy.json("{'log_level':'error'}")));
        proxy.change(edit -> edit.runtimeAdmin(SimProxy.json("{'log_level':'error'}")));
        proxy.office.override(admin -> admin.with("strict", Json.of(true)));
        proxy.change(edit -> edit.replace(Json.EMPTY, false, proxy.office::overridden));

        assertThat(heard).extracting(AdminConfig::logLevel).isEqualTo(List.of("info", "error", "info"));
        assertThat(heard.getLast().strict()).isTrue();
    }
}
