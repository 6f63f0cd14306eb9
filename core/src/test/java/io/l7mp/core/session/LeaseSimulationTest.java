package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.ObjectKind;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimAnswer;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimServer;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Sessions that connect, fail, are cancelled, break and end in any order: every endpoint that was counted is given back. */
class LeaseSimulationTest {
    private static final int RUNS = Integer.getInteger("l7mp.lease.simulations", 100);
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);

    @Test
    void everyLeaseIsGivenBack() {
        int most = 0;
        for (int i = 0; i < RUNS; i++) {
            var run = new Run(SEED * 1_000_003 + i);
            try {
                run.play();
            } catch (Throwable failure) {
                throw new AssertionError("seed " + (SEED * 1_000_003 + i) + ": " + failure.getMessage(),
                        failure);
            }
            most = Math.max(most, run.most);
        }
        assertThat(most).as("sessions on one endpoint").isGreaterThan(3);
    }

    /** One story, told by one seed. */
    private static final class Run {
        private static final String[] KINDS = {"bytes", "messages", "datagrams"};

        private final SimWorld world;
        private final SimProxy proxy;
        private final RandomGenerator random;
        private final String kind;
        private final List<SimServer> servers = new ArrayList<>();
        private final List<SimPeer> peers = new ArrayList<>();
        private final Set<Cluster> versions = new LinkedHashSet<>();
        private int most;

        Run(long seed) {
            world = new SimWorld(seed, 2);
            proxy = new SimProxy(world);
            random = world.random();
            kind = KINDS[(int) Math.floorMod(seed, 3L)];
        }

        void play() {
            setUp();
            for (int i = 0; i < 60; i++) {
                step();
                world.run(Duration
                        .ofMillis(random.nextInt(8) == 0 ? random.nextInt(2_000) : random.nextInt(20)));
                look();
            }
            peers.forEach(SimPeer::reset);
            world.run(Duration.ofMinutes(5));
            proxy.office.closeListeners(() -> {});
            world.run(Duration.ofMinutes(1));

            assertThat(proxy.totals.bugs()).as("bugs").isZero();
            assertThat(proxy.office.hall().sessions().alive()).as("sessions alive").isZero();
            for (var version : versions) {
                assertThat(version.health()).allMatch(endpoint -> endpoint.sessions() == 0);
            }
        }

        private void setUp() {
            for (int i = 0; i < 3; i++) {
                servers.add(world.net().serve("10.0.0." + i, 100));
            }
            proxy.add(ObjectKind.CLUSTER, "{'name':'pool','spec':{'protocol':'Sim','port':100,'kind':'" + kind
                    + "'},'loadbalancer':{'policy':'LeastSessions'},'endpoints':[" + endpoint(0) + ","
                    + endpoint(1) + "," + endpoint(2) + "]}");
            proxy.add(ObjectKind.LISTENER, "{'name':'here','spec':{'protocol':'Sim','port':1,'kind':'" + kind
                    + "'},'rules':[{'action':{'route':{'destination':'pool','ingress':['pool'],"
                    + "'retry':{'retry_on':'always','num_retries':2,'timeout':200}}}}],"
                    + "'options':{'track':0,'idle_timeout':2}}");
            look();
        }

        private String endpoint(int i) {
            return "{'name':'e" + i + "','spec':{'address':'10.0.0." + i + "','weight':" + (1 + i) + "}}";
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    for (int i = random.nextInt(8); i >= 0; i--) {
                        peers.add(world.net().dial(new SimSpec(0, kind, true, true, Integer.MAX_VALUE), 1,
                                Metadata.EMPTY));
                    }
                }
                case 3 -> peer().reset();
                case 4 -> peer().send("payload");
                case 5 -> peer().finish();
                case 6, 7 -> servers.get(random.nextInt(3)).script(answer(), answer());
                case 8 -> change();
                default ->
                    proxy.sessions().stream().limit(2).forEach(session -> proxy.office.hall().sessions()
                            .end(SimProxy.text(session, "name"), "over"));
            }
        }

        private SimPeer peer() {
            if (peers.isEmpty()) {
                peers.add(world.net().dial(new SimSpec(0, kind, true, true, Integer.MAX_VALUE), 1,
                        Metadata.EMPTY));
            }
            return peers.get(random.nextInt(peers.size()));
        }

        private SimAnswer answer() {
            return switch (random.nextInt(5)) {
                case 0 -> new SimAnswer.Refuse();
                case 1 -> new SimAnswer.Silence();
                case 2 -> new SimAnswer.AcceptAfter(Duration.ofMillis(random.nextInt(300)));
                case 3 -> new SimAnswer.ResetAfter(random.nextInt(2));
                default -> new SimAnswer.FinishAfter(random.nextInt(2));
            };
        }

        private void change() {
            int i = random.nextInt(3);
            boolean recursive = random.nextBoolean();
            if (random.nextBoolean()) {
                proxy.tryChange(edit -> edit.delete(ObjectKind.ENDPOINT, "e" + i, recursive));
            } else {
                proxy.tryChange(edit -> edit.addEndpoint("pool", SimProxy.json(endpoint(i))));
            }
        }

        private void look() {
            proxy.office.hall().current().get().cluster("pool").ifPresent(cluster -> {
                versions.add(cluster);
                for (var endpoint : cluster.health()) {
                    assertThat(endpoint.sessions()).isNotNegative();
                    most = Math.max(most, endpoint.sessions());
                }
            });
        }
    }
}
