package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.testkit.SimPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Requests that are sent, read, given up and ended in any order, by seed: whatever becomes of one, nothing of it stays. */
class RequestFateTest {
    private static final int RUNS = 30;
    private static final int REQUESTS = 12;
    private static final List<String> PATHS = List.of("/api/v1/config", "/api/v1/sessions", "/api/v1/x",
            "/api/v1/listeners?recursive=true");

    @Test
    void nothingStays() {
        long first = Long.getLong("l7mp.test.seed", 1);
        for (long seed = first; seed < first + RUNS; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        var chance = new SplittableRandom(seed);
        var api = new SimApi(seed);
        var peers = new ArrayList<SimPeer>();
        for (int i = 0; i < REQUESTS; i++) {
            peers.add(begin(api, chance, i));
            api.world.run(Duration.ofNanos(chance.nextInt(500_000)));
            var peer = peers.get(chance.nextInt(peers.size()));
            switch (chance.nextInt(6)) {
                case 0 -> peer.reset();
                case 1 -> peer.close();
                case 2 -> peer.stopReading();
                case 3 -> peer.readOn();
                case 4 -> api.office.hall().sessions().endAll("by the test", () -> {});
                default -> peer.finish();
            }
        }
        peers.forEach(SimPeer::readOn);
        peers.forEach(SimPeer::finish);
        api.world.run(Duration.ofHours(2));

        assertThat(peers).as("seed %s", seed).allSatisfy(peer -> assertThat(peer.closed()).isPresent());
        assertThat(api.office.hall().sessions().size()).as("sessions, seed %s", seed).isZero();
        assertThat(api.world.net().openInside()).as("streams, seed %s", seed).isEmpty();
        assertThat(api.world.bytesInUse()).as("bytes, seed %s", seed).isZero();
        assertThat(api.totals.bugs()).as("bugs, seed %s", seed).isZero();
        assertThat(api.get("/api/v1/admin").status()).as("seed %s", seed).isEqualTo(200);
    }

    private static SimPeer begin(SimApi api, RandomGenerator chance, int i) {
        if (chance.nextBoolean()) {
            return api.dial(SimApi.request("GET", PATHS.get(chance.nextInt(PATHS.size())), ""));
        }
        var peer = api.dial(SimApi.request("POST", "/api/v1/clusters", "text/yaml"));
        peer.send("cluster: { name: c%d, spec: { protocol: Sim } }\n".formatted(i));
        if (chance.nextInt(16) == 0) {
            peer.send(new byte[RequestBody.LARGEST]);
        }
        return peer;
    }
}
