package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.ConfigProblems;
import io.l7mp.config.Edit;
import io.l7mp.config.ObjectKind;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimServer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything that can happen to sessions, in any order, ten thousand times: connect, fail, finish, reset, time out, delete, add
 * again. What must hold afterwards is the same every time.
 */
class SessionSimulationTest {
    private final Simulations simulations = new Simulations(10_000);

    @Test
    @Timeout(900)
    void everySessionEndsOnceAndLeavesNothing() {
        var seen = simulations.play((seed, happened) -> new Run(seed, happened).play());
        if (simulations.areMany()) {
            assertThat(seen.keySet()).as("what happened at least once in all those runs").contains(
                    "outcome --",
                    "outcome NR", "outcome PN", "outcome PT", "outcome UF", "outcome UT", "outcome UR",
                    "outcome DR",
                    "reconnected", "chained", "ended by the API", "dropped queue_full", "dropped lost");
        }
    }

    /** One story, told by one seed. */
    private static final class Run {
        private static final String[] KINDS = {"bytes", "messages", "datagrams"};
        private static final String[] POLICIES = {"never", "connect-failure", "disconnect", "always"};

        private final SimWorld world;
        private final SimProxy proxy;
        private final RandomGenerator random;
        private final List<SimPeer> peers = new ArrayList<>();
        private final List<SimServer> servers = new ArrayList<>();
        private final Map<String, Integer> seen;
        private int added;

        Run(long seed, Map<String, Integer> seen) {
            this.seen = seen;
            world = new SimWorld(seed, 1 + (int) (seed % 3));
            proxy = new SimProxy(world);
            random = world.random();
        }

        void play() {
            setUp();
            int steps = 10 + random.nextInt(30);
            for (int i = 0; i < steps; i++) {
                step();
                world.run(Duration
                        .ofMillis(random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(20)));
            }
            calm();
            check();
        }

        private void setUp() {
            for (int i = 0; i < 3; i++) {
                var server = world.net().serve("127.0.0.1", 100 + i).onAccept(this::accepted);
                servers.add(server);
                addCluster(i);
            }
            proxy.add(ObjectKind.CLUSTER, "{'name':'pass','spec':{'protocol':'Passing'}}");
            for (int i = 0; i < 3; i++) {
                addListener(i);
            }
        }

        private void accepted(SimPeer peer) {
            peers.add(peer);
            if (random.nextBoolean()) {
                peer.echo();
            }
        }

        private void addCluster(int i) {
            edit(edit -> edit.add(ObjectKind.CLUSTER,
                    SimProxy.json("{'name':'c" + i + "','spec':{'protocol':'Sim',"
                            + "'port':" + (100 + i) + "," + kind(i) + "},'endpoints':[{'name':'e" + i
                            + "','spec':{'address':'127.0.0.1'}}]}")));
        }

        private static String kind(int i) {
            return "'kind':'" + KINDS[i] + "','half_close':" + (i == 0) + ",'pausable':" + (i != 2);
        }

        private void addListener(int i) {
            var route = "{'destination':'" + cluster() + "','ingress':" + chain() + ",'egress':" + chain()
                    + ",'retry':{'retry_on':'" + POLICIES[random.nextInt(4)] + "','num_retries':"
                    + random.nextInt(4)
                    + ",'timeout':" + (50 + random.nextInt(300)) + "}}";
            edit(edit -> edit.add(ObjectKind.LISTENER,
                    SimProxy.json("{'name':'l" + i + "','spec':{'protocol':'Sim','port':"
                            + (1 + i) + "," + kind(i) + "},'rules':[{'name':'r" + added++
                            + "','action':{'route':" + route
                            + "}}],'options':{'track':" + (random.nextBoolean() ? 0 : 100_000)
                            + ",'idle_timeout':"
                            + random.nextInt(4) + ",'lifetime':" + random.nextInt(6) + "}}")));
        }

        private String cluster() {
            return random.nextInt(12) == 0
                    ? "nowhere"
                    : random.nextInt(4) == 0 ? "pass" : "c" + random.nextInt(3);
        }

        private String chain() {
            return switch (random.nextInt(5)) {
                case 0 -> "['pass']";
                case 1 -> "['" + cluster() + "','pass']";
                default -> "[]";
            };
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> dial();
                case 3 -> flood(peer());
                case 4, 5 -> peer().send("x".repeat(1 + random.nextInt(100_000)).getBytes());
                case 6 -> peer()
                        .finish(random.nextBoolean() ? Metadata.EMPTY : Metadata.of(Json.obj("code", 4001)));
                case 7 -> peer().reset();
                case 8 -> peer().close();
                case 9 -> peer().stopReading();
                case 10 -> peer().readOn();
                case 11 -> server().script(answer());
                case 12 -> {
                    server().close();
                    world.run(Duration.ofMillis(random.nextInt(500)));
                    servers.forEach(SimServer::reopen);
                }
                case 13 -> delete();
                case 14 -> addListener(random.nextInt(3));
                default -> addCluster(random.nextInt(3));
            }
        }

        private void dial() {
            int i = random.nextInt(3);
            var spec = new SimSpec(0, KINDS[i], i == 0, i != 2, Integer.MAX_VALUE);
            var peer = world.net().dial(spec, 1 + i, Metadata.EMPTY);
            if (random.nextBoolean()) {
                peer.send("hello".getBytes());
            }
            peers.add(peer);
        }

        private void flood(SimPeer peer) {
            int datagrams = random.nextInt(4) == 0 ? 300 : 3;
            for (int i = 0; i < datagrams; i++) {
                peer.send(("datagram " + i).getBytes());
            }
        }

        private SimPeer peer() {
            if (peers.isEmpty()) {
                dial();
            }
            return peers.get(random.nextInt(peers.size()));
        }

        private SimServer server() {
            return servers.get(random.nextInt(3));
        }

        private SimAnswer answer() {
            return switch (random.nextInt(5)) {
                case 0 -> new SimAnswer.Refuse();
                case 1 -> new SimAnswer.Silence();
                case 2 -> new SimAnswer.AcceptAfter(Duration.ofMillis(random.nextInt(500)));
                case 3 -> new SimAnswer.ResetAfter(random.nextInt(3));
                default -> new SimAnswer.FinishAfter(random.nextInt(3));
            };
        }

        private void delete() {
            int i = random.nextInt(3);
            boolean recursive = random.nextBoolean();
            switch (random.nextInt(5)) {
                case 0 -> edit(edit -> edit.delete(ObjectKind.RULE, "r" + random.nextInt(added), recursive));
                case 1 -> edit(edit -> edit.delete(ObjectKind.LISTENER, "l" + i, recursive));
                case 2 -> edit(edit -> edit.delete(ObjectKind.CLUSTER, "c" + i, recursive));
                case 3 -> edit(edit -> edit.delete(ObjectKind.ENDPOINT, "e" + i, recursive));
                default ->
                    proxy.sessions().stream().limit(2).forEach(session -> proxy.office.hall().sessions()
                            .end(SimProxy.text(session, "name"), "Session removed from the API"));
            }
        }

        /** What is there already or not there any more is no fault of the program. */
        private void edit(Consumer<Edit> work) {
            try {
                proxy.tryChange(work);
            } catch (ConfigProblems expected) {
                throw new AssertionError("problems are a result", expected);
            }
        }

        private void calm() {
            peers.forEach(SimPeer::reset);
            world.run(Duration.ofMinutes(5));
            proxy.office.closeListeners(() -> {});
            world.run(Duration.ofMinutes(1));
        }

        private void check() {
            assertThat(proxy.totals.bugs()).as("bugs").isZero();
            for (var session : proxy.sessions()) {
                var events = SimProxy.events(session);
                assertThat(events).as(session.toString()).endsWith("DESTROY");
                assertThat(events.stream().filter(event -> event.equals("END") || event.equals("ERROR")))
                        .as(session.toString()).hasSize(1);
                assertThat(SimProxy.text(session, "status")).isEqualTo("DESTROYED");
                note(session, events);
            }
            proxy.totals.dropped().keySet().forEach(reason -> saw("dropped " + reason));
            assertThat(proxy.office.hall().sessions().alive()).as("sessions alive").isZero();
            assertThat(world.net().openInside()).as("open streams").isEmpty();
            assertThat(world.bytesInUse()).as("bytes not released").isZero();
        }

        private void note(Json.Obj session, List<String> events) {
            saw("outcome " + SimProxy.text(session, "outcome"));
            if (events.indexOf("CONNECT") != events.lastIndexOf("CONNECT")) {
                saw("reconnected");
            }
            if (((Json.Arr) session.get("ingress").orElseThrow()).items().size() > 1
                    && events.contains("CONNECT")) {
                saw("chained");
            }
            if (session.toString().contains("deleted from API")) {
                saw("ended by the API");
            }
        }

        private void saw(String what) {
            seen.merge(what, 1, Integer::sum);
        }
    }
}
