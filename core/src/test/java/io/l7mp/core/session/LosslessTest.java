package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.Edit;
import io.l7mp.config.ObjectKind;
import io.l7mp.config.Problem;
import io.l7mp.core.change.Planned;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Where nothing may be lost, no change opens a way that loses something, in whatever part of it the loss comes in. */
class LosslessTest {
    private final SimProxy proxy = new SimProxy(new SimWorld(Long.getLong("l7mp.test.seed", 1), 1));

    private static String cluster(String kind) {
        return "{'name':'c','spec':{'protocol':'Sim','port':9,'kind':'" + kind
                + "'},'endpoints':[{'spec':{'address':'127.0.0.1'}}]}";
    }

    private static Consumer<Edit> document(boolean lossless, String clusters, String route) {
        return document(lossless, clusters, route, "*");
    }

    private static Consumer<Edit> document(boolean lossless, String clusters, String route, String match) {
        var json = SimProxy.json("{'admin':{'lossless':" + lossless + "},'clusters':[" + clusters
                + "],'routes':[{'name':'r','destination':'c'}],"
                + "'rules':[{'name':'x','match':" + (match.equals("*") ? "'*'" : match)
                + ",'action':{'route':'" + route
                + "'}}],'rulelists':[{'name':'all','rules':['x']}],"
                + "'listeners':[{'name':'l','spec':{'protocol':'Sim','port':8},'rules':'all'}]}");
        return edit -> edit.replace(json, false, UnaryOperator.identity());
    }

    private void refuses(Consumer<Edit> work) {
        var before = proxy.office.tree();

        var problems = proxy.tryChange(work);

        assertThat(problems).isNotEmpty().extracting(Problem::content)
                .allMatch(content -> content.startsWith("Cannot add route: route r: "));
        assertThat(proxy.office.tree()).isSameAs(before);
    }

    @Test
    void aClusterOfAnotherKindUnderTheSameRouteIsRefused() {
        proxy.change(document(true, cluster("bytes"), "r"));

        refuses(document(true, cluster("messages"), "r"));
        refuses(edit -> edit.delete(ObjectKind.CLUSTER, "c", false).add(ObjectKind.CLUSTER,
                SimProxy.json(cluster("messages"))));
    }

    @Test
    void aClusterThatComesLaterThanItsRouteIsRefused() {
        proxy.change(document(true, "", "r"));

        refuses(edit -> edit.add(ObjectKind.CLUSTER, SimProxy.json(cluster("messages"))));
        proxy.change(edit -> edit.add(ObjectKind.CLUSTER, SimProxy.json(cluster("bytes"))));
    }

    @Test
    void nothingThatLosesMayBeThereWhenLossesAreForbidden() {
        proxy.change(document(false, cluster("messages"), "r"));

        refuses(document(true, cluster("messages"), "r"));
        proxy.change(document(true, cluster("bytes"), "r"));
    }

    @Test
    void aRuleThatLeadsAnOldListenerToAnOldRouteIsRefused() {
        proxy.change(document(true, cluster("messages"), "elsewhere"));

        refuses(document(true, cluster("messages"), "r"));
    }

    @Test
    void aWayThatWasOpenIsNotSpokenOfAgain() {
        proxy.change(document(false, cluster("messages"), "r"));

        assertThat(warnings(document(false, cluster("messages"), "r"))).isEmpty();
    }

    @Test
    void aRuleOfTheSameNameWithAnotherMatchIsLookedAtAgain() {
        proxy.change(document(false, cluster("bytes"), "r"));
        var bad = document(false, cluster("bytes"), "r", "{'op':'Test','path':'/a','value':1}");

        assertThat(warnings(bad)).singleElement().asString().startsWith("rules.x.match.op: unknown operator");
        proxy.change(bad);
        assertThat(warnings(bad)).as("known already").isEmpty();
    }

    private List<String> warnings(Consumer<Edit> work) {
        var planned = new ArrayList<Planned>();
        proxy.office.plan(work, planned::add);
        proxy.world.runUntil(() -> !planned.isEmpty(), Duration.ofMinutes(1));
        return ((Planned.Foretold) planned.getFirst()).plan().warnings();
    }
}
