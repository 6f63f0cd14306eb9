package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.config.ClusterConfig;
import io.l7mp.config.Edit;
import io.l7mp.config.Identity;
import io.l7mp.config.ListenerConfig;
import io.l7mp.config.ObjectKind;
import io.l7mp.config.Problem;
import io.l7mp.config.Tree;
import io.l7mp.core.change.Plan;
import io.l7mp.core.change.Planned;
import io.l7mp.core.session.Touched.Effect;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A plan is what the change does: random configurations, sessions in every state, a random change, foretold and then made. Who was
 * named ends or is disconnected as foretold; nobody else notices, and every message of theirs comes through.
 */
class ImpactSimulationTest {
    private final Simulations simulations = new Simulations(1_000);

    @Test
    @Timeout(900)
    void aPlanIsWhatTheChangeDoes() {
        var seen = simulations.play((seed, happened) -> new Run(seed, happened).play());
        if (simulations.areMany()) {
            assertThat(seen.keySet()).as("what happened at least once in all those runs %s", seen).contains(
                    "refused by both", "unbound", "told end", "told reconnect", "told next attempt", "ended",
                    "disconnected", "called off", "untouched", "delivered", "plan starts", "plan stops",
                    "plan changes");
        }
    }

    /** One story, told by one seed. */
    private static final class Run {
        private static final Set<String> NOT_LIVE = Set.of("INIT", "RETRYING", "DISCONNECTED");

        private final SimWorld world;
        private final SimProxy proxy;
        private final RandomGenerator random;
        private final RandomDocuments documents;
        private final Map<String, Integer> seen;
        private final Map<String, SimPeer> peers = new LinkedHashMap<>();
        private int fresh;

        Run(long seed, Map<String, Integer> seen) {
            this.seen = seen;
            world = new SimWorld(seed, 1 + (int) (seed % 3));
            proxy = new SimProxy(world);
            random = world.random();
            documents = new RandomDocuments(random);
        }

        void play() {
            for (int place = 0; place < 6; place++) {
                var server = world.net().serve("10.0.0." + place, 100).echo();
                for (int i = 0; i < 4; i++) {
                    server.script(random.nextBoolean() ? new SimAnswer.Accept() : answer());
                }
                server.otherwise(place == 5 ? new SimAnswer.Refuse() : new SimAnswer.Accept());
            }
            proxy.tryChange(edit -> edit.load(documents.document()));
            for (int round = 0; round < 3; round++) {
                dial();
                world.run(Duration.ofMillis(random.nextInt(3_000)));
                world.settle();
                change();
            }
        }

        private SimAnswer answer() {
            return random.nextBoolean() ? new SimAnswer.Refuse() : new SimAnswer.Silence();
        }

        private void dial() {
            var listeners = List.copyOf(proxy.office.tree().listeners().values());
            for (int i = 0; i < 6 && !listeners.isEmpty(); i++) {
                var spec = (SimSpec) listeners.get(random.nextInt(listeners.size())).settings();
                var who = Integer.toString(peers.size());
                peers.put(who, world.net().dial(spec, spec.port(), Metadata.of(Json.obj("who", who))));
            }
            world.settle();
            peers.values().stream().filter(_ -> random.nextInt(12) == 0).forEach(SimPeer::reset);
            world.settle();
        }

        // ---- changes ----

        /** {@return a change that does the same to whatever edit it is given} */
        private Consumer<Edit> work() {
            if (random.nextInt(3) == 0) {
                var document = documents.document();
                boolean recursive = random.nextBoolean();
                return edit -> edit.replace(document, recursive, UnaryOperator.identity());
            }
            var steps = new ArrayList<Consumer<Edit>>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                steps.add(step());
            }
            return edit -> steps.forEach(step -> step.accept(edit));
        }

        private Consumer<Edit> step() {
            int i = random.nextInt(3);
            boolean recursive = random.nextInt(3) > 0;
            return switch (random.nextInt(9)) {
                case 0 -> edit -> edit.delete(ObjectKind.LISTENER, "l" + i, recursive);
                case 1, 2 -> edit -> edit.delete(ObjectKind.CLUSTER, "c" + i, recursive);
                case 3, 4 -> deletesAnEndpoint(recursive);
                case 5 -> edit -> edit.delete(ObjectKind.RULE, "l" + i + "r", recursive);
                case 6 -> {
                    var added = SimProxy.json(documents.cluster(i));
                    yield edit -> edit.add(ObjectKind.CLUSTER, added);
                }
                case 7 -> {
                    var added = SimProxy.json(documents.endpoint("more" + fresh++));
                    yield edit -> edit.addEndpoint("c" + i, added);
                }
                default -> {
                    var remade = SimProxy.json(documents.cluster(i));
                    yield edit -> edit.delete(ObjectKind.CLUSTER, "c" + i, recursive).add(ObjectKind.CLUSTER,
                            remade);
                }
            };
        }

        private Consumer<Edit> deletesAnEndpoint(boolean recursive) {
            var names = proxy.office.tree().clusters().values().stream()
                    .flatMap(cluster -> cluster.endpoints().stream()).map(endpoint -> endpoint.name())
                    .toList();
            var name = names.isEmpty() ? "none" : names.get(random.nextInt(names.size()));
            return edit -> edit.delete(ObjectKind.ENDPOINT, name, recursive);
        }

        private Planned plan(Consumer<Edit> work) {
            var planned = new ArrayList<Planned>();
            proxy.office.plan(work, planned::add);
            world.runUntil(() -> !planned.isEmpty(), Duration.ofMinutes(1));
            return planned.getFirst();
        }

        private void change() {
            var work = work();
            var tree = proxy.office.tree();
            var before = sessions();
            var open = world.net().openInside();

            var planned = plan(work);

            assertThat(proxy.office.tree()).as("a plan changes nothing").isSameAs(tree);
            assertThat(sessions()).as("a plan touches nobody").isEqualTo(before);
            assertThat(world.net().openInside()).as("a plan opens nothing").isEqualTo(open);
            var talking = talking(before);
            int round = fresh++;
            talking.forEach(who -> send(who, "during " + round + " "));

            long began = world.nanos();
            var problems = proxy.tryChange(work);

            assertThat(world.nanos()).as("time stands still").isEqualTo(began);
            switch (planned) {
                case Planned.Refused(var foretold) -> refused(foretold, problems);
                case Planned.Foretold(var plan) when problems.isEmpty() -> {
                    checkTree(plan, tree, proxy.office.tree());
                    checkSessions(plan, before, tree);
                }
                case Planned.Foretold _ -> {
                    assertThat(problems).allSatisfy(problem -> assertThat(problem.content())
                            .contains("EADDRINUSE"));
                    saw("unbound");
                }
            }
            if (!problems.isEmpty()) {
                assertThat(proxy.office.tree()).isSameAs(tree);
                assertThat(sessions().keySet()).isEqualTo(before.keySet());
            }
            var touched = planned instanceof Planned.Foretold(var plan) && problems.isEmpty()
                    ? plan.sessions().stream().filter(each -> each.effect() != Effect.NEXT_ATTEMPT)
                            .map(Touched::name).collect(Collectors.toSet())
                    : Set.<String>of();
            checkDelivery(before, talking, touched, round);
            assertThat(proxy.totals.bugs()).as("bugs").isZero();
        }

        private void refused(List<Problem> foretold, List<Problem> problems) {
            assertThat(problems).isEqualTo(foretold);
            saw("refused by both");
        }

        // ---- what must hold ----

        private Map<String, Json.Obj> sessions() {
            var all = new LinkedHashMap<String, Json.Obj>();
            proxy.sessions().forEach(session -> all.put(SimProxy.text(session, "name"), session));
            return all;
        }

        /** Compares what a plan says of listeners and clusters with what became of them. */
        private void checkTree(Plan plan, Tree before, Tree after) {
            checkKind(plan, "listener", ids(before.listeners(), ListenerConfig::id),
                    ids(after.listeners(), ListenerConfig::id));
            checkKind(plan, "cluster", ids(before.clusters(), ClusterConfig::id),
                    ids(after.clusters(), ClusterConfig::id));
            var changed = new HashSet<String>();
            after.listeners().forEach((name, now) -> {
                var old = before.listeners().get(name);
                if (old != null && old.id().equals(now.id()) && !old.equals(now)) {
                    changed.add(name);
                }
            });
            assertThat(names(plan.changes(), "listener")).isEqualTo(changed);
            saw(plan.starts().isEmpty() ? "plan" : "plan starts");
            saw(plan.stops().isEmpty() ? "plan" : "plan stops");
            saw(plan.changes().isEmpty() ? "plan" : "plan changes");
        }

        private static <T> Set<Identity> ids(Map<String, T> objects, Function<T, Identity> id) {
            return objects.values().stream().map(id).collect(Collectors.toSet());
        }

        private static void checkKind(Plan plan, String kind, Set<Identity> before, Set<Identity> after) {
            assertThat(names(plan.starts(), kind)).isEqualTo(after.stream()
                    .filter(id -> !before.contains(id)).map(Identity::name).collect(Collectors.toSet()));
            assertThat(names(plan.stops(), kind)).isEqualTo(before.stream()
                    .filter(id -> !after.contains(id)).map(Identity::name).collect(Collectors.toSet()));
        }

        private static Set<String> names(List<Plan.Step> steps, String kind) {
            return steps.stream().filter(step -> step.kind().equals(kind)).map(Plan.Step::name)
                    .collect(Collectors.toSet());
        }

        private void checkSessions(Plan plan, Map<String, Json.Obj> before, Tree tree) {
            var told = new HashMap<String, Effect>();
            plan.sessions().forEach(touched -> {
                assertThat(told.put(touched.name(), touched.effect())).as("told twice").isNull();
                assertThat(touched.reason()).isNotEmpty();
                saw("told " + touched.effect().word());
            });
            var after = sessions();
            before.forEach((name, old) -> {
                var now = after.get(name);
                var effect = told.get(name);
                var what = name + " before " + old + " after " + now;
                if (isOver(old)) {
                    assertThat(effect).as(what).isNull();
                } else if (now == null || isOver(now)) {
                    assertThat(effect).as("ended: " + what).isEqualTo(Effect.END);
                    saw("ended");
                } else if (count(now, "DISCONNECT") > count(old, "DISCONNECT")) {
                    assertThat(effect).as("disconnected: " + what).isEqualTo(Effect.RECONNECT);
                    saw("disconnected");
                } else if (effect == Effect.RECONNECT) {
                    assertThat(waitsFor(old)).as("called off: " + what).isNotEmpty();
                    saw("called off");
                } else {
                    boolean finds = waitsFor(old).stream().anyMatch(cluster -> differs(cluster, tree));
                    assertThat(effect).as("goes on: " + what).isEqualTo(finds ? Effect.NEXT_ATTEMPT : null);
                    assertThat(count(now, "END") + count(now, "ERROR")).as(what).isZero();
                    saw("untouched");
                }
            });
        }

        private boolean differs(String cluster, Tree before) {
            var old = before.clusters().get(cluster);
            var now = proxy.office.tree().clusters().get(cluster);
            return old == null ? now != null : !old.equals(now);
        }

        /** {@return the clusters of stages that have no stream yet} */
        private static Set<String> waitsFor(Json.Obj session) {
            var stages = new ArrayList<Json>(((Json.Arr) session.get("ingress").orElseThrow()).items());
            stages.addAll(((Json.Arr) session.get("egress").orElseThrow()).items());
            stages.add(session.get("destination").orElseThrow());
            return stages.stream().map(stage -> (Json.Obj) stage)
                    .filter(stage -> NOT_LIVE.contains(SimProxy.text(stage, "status")))
                    .map(stage -> SimProxy.text(stage, "origin")).collect(Collectors.toSet());
        }

        private static boolean isOver(Json.Obj session) {
            return Set.of("DESTROYED", "FINALIZING").contains(SimProxy.text(session, "status"));
        }

        private static long count(Json.Obj session, String event) {
            return SimProxy.events(session).stream().filter(event::equals).count();
        }

        // ---- payload ----

        private static String who(Json.Obj session) {
            return SimProxy.text((Json.Obj) session.get("metadata").orElseThrow(), "who");
        }

        /** {@return sessions that are connected, by their peers} */
        private Set<String> talking(Map<String, Json.Obj> sessions) {
            return sessions.values().stream()
                    .filter(session -> SimProxy.text(session, "status").equals("CONNECTED")
                            && waitsFor(session).isEmpty())
                    .map(Run::who).filter(who -> peers.get(who).closed().isEmpty())
                    .collect(Collectors.toSet());
        }

        private void send(String who, String text) {
            peers.get(who).send((text + who + "\n").getBytes());
        }

        private void checkDelivery(Map<String, Json.Obj> before, Set<String> talking, Set<String> touched,
                int round) {
            var spared = before.values().stream()
                    .filter(session -> !touched.contains(SimProxy.text(session, "name"))).map(Run::who)
                    .filter(talking::contains).toList();
            spared.forEach(who -> send(who, "after " + round + " "));
            world.run(Duration.ofMillis(100));
            for (var who : spared) {
                assertThat(peers.get(who).text()).as("echo to " + who)
                        .contains("during " + round + " " + who + "\nafter " + round + " " + who + "\n");
                saw("delivered");
            }
        }

        private void saw(String what) {
            seen.merge(what, 1, Integer::sum);
        }
    }
}
