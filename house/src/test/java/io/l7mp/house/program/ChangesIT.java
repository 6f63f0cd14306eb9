package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of configuration changes while two hundred clients talk: nobody loses anything but those whom the plan of a change names,
 * and what is refused leaves no trace. A second proxy is the far end of all sessions.
 */
class ChangesIT {
    private static final int CHANGES = Boolean.getBoolean("l7mp.full") ? 500 : 100;

    private final long seed = Long.getLong("l7mp.test.seed", 1);
    private final FarEnd far = new FarEnd();
    private final List<Lane> lanes = List.of(
            lane(Lane.Speech.UDP, "UDP", 40, "log", "met"), lane(Lane.Speech.TCP, "TCP", 40, "log"),
            lane(Lane.Speech.WEBSOCKET, "UDP", 30, "met"),
            lane(Lane.Speech.WEBSOCKET, "WebSocket", 20, "log"),
            lane(Lane.Speech.UDP, "JSONSocket", 30, "met", "log"),
            lane(Lane.Speech.JSONSOCKET, "Echo", 20, "log"));
    private final List<Lane> victims = List.of(
            lane(Lane.Speech.UDP, "UDP", 5, "victims-log"), lane(Lane.Speech.TCP, "TCP", 5, "met"),
            lane(Lane.Speech.WEBSOCKET, "WebSocket", 5, "met", "victims-log"),
            lane(Lane.Speech.JSONSOCKET, "JSONSocket", 5, "log"));
    private final List<String> history = new ArrayList<>();

    private Lane lane(Lane.Speech speaks, String there, int clients, String... transforms) {
        int port = Proxy.freePort();
        var udp = "{protocol: UDP, address: 127.0.0.1, port: %d}".formatted(port);
        var tcp = udp.replace("UDP", "TCP");
        var webSocket = udp.replace("UDP", "WebSocket");
        var jsonSocket = "{protocol: JSONSocket, transport: %s}".formatted(udp);
        var listeners = switch (speaks) {
            case UDP -> List.of(udp, jsonSocket);
            case TCP -> List.of(tcp, webSocket);
            case WEBSOCKET -> List.of(webSocket, tcp);
            case JSONSOCKET -> List.of(jsonSocket, udp);
        };
        return new Lane("%s-to-%s-%s".formatted(speaks, there, clients), speaks, port, listeners.get(0),
                listeners.get(1),
                far.cluster(there), there.equals("Echo") ? List.of() : Lane.HOSTS, List.of(transforms),
                clients);
    }

    @Test
    void nobodyLosesAnythingByAChangeThatDoesNotNameHim() throws Exception {
        System.out.println("changes with seed " + seed);
        var random = new Random(seed);
        try (far;
                var proxy = Proxy.start();
                var talkers = new Talkers();
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = new DatagramSocket(taken.getLocalPort(), InetAddress.getLoopbackAddress())) {
            far.open();
            var audit = new Audit(proxy, talkers);
            audit.make(Change.add("config", everything(audit.view())));
            var pristine = audit.view();
            for (var lane : all()) {
                talkers.call(lane);
            }
            assertThat(talkers.size()).isEqualTo(200);
            audit.hearAll();
            var whims = new Whims(random, all(), victims, new Mistakes(random, taken.getLocalPort()));
            long start = System.nanoTime();
            for (var lane : victims) {
                make(audit, Change.delete("endpoints/%s-127.0.0.1?recursive=true".formatted(lane.name())));
            }
            while (audit.changes() < CHANGES) {
                var ended = make(audit, whims.next(audit.view()));
                if (!ended.isEmpty()) {
                    comeBack(audit, pristine, ended);
                }
            }
            assertThat(audit.ended()).as("sessions that were ended").isPositive();
            assertThat(audit.reconnected()).as("sessions that were connected again").isPositive();
            System.out.printf("%s, %d numbers came back, %d ms%n", audit, talkers.numbers(),
                    (System.nanoTime() - start) / 1_000_000);
            assertThat(proxy.get("admin").at("counters/bugs").number()).as("bugs").isZero();
            assertThat(proxy.log()).doesNotContain("ERROR", "LEAK");
        }
    }

    private List<Lane> all() {
        var all = new ArrayList<>(lanes);
        all.addAll(victims);
        return all;
    }

    private String everything(View present) {
        var document = new Document(present.document());
        for (var name : List.of("log", "met", "victims-log")) {
            document = document.with("clusters", transform(name));
        }
        for (var lane : all()) {
            for (var each : lane.objects().entrySet()) {
                document = document.with(each.getKey().kind() + "s", each.getValue());
            }
        }
        return document.text();
    }

    private static String transform(String name) {
        return "cluster: {name: %s, spec: %s}".formatted(name,
                name.equals("met") ? "{protocol: Metric}" : "{protocol: Logger, log_file: /dev/null}");
    }

    private Set<Talker> make(Audit audit, Change change) {
        history.add(change.toString());
        try {
            return audit.make(change);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed %d, change %d: %s%nafter %s".formatted(seed, audit.changes(), e,
                    String.join("\n  ", history.subList(Math.max(0, history.size() - 10), history.size()))),
                    e);
        }
    }

    /** Makes whatever these clients need, where it is not as it was in the beginning, and lets them call again. */
    private void comeBack(Audit audit, View pristine, Set<Talker> ended) throws Exception {
        for (var lane : ended.stream().map(Talker::lane).distinct().toList()) {
            for (var name : lane.transforms()) {
                restore(audit, pristine, new Thing("cluster", name), transform(name));
            }
            for (var each : lane.objects().entrySet()) {
                restore(audit, pristine, each.getKey(), each.getValue());
            }
        }
        for (var client : ended) {
            client.callAgain();
        }
        audit.hearAll();
    }

    private void restore(Audit audit, View pristine, Thing thing, String made) {
        var now = audit.view().objects().get(thing);
        if (!pristine.objects().get(thing).equals(now)) {
            if (now != null) {
                make(audit, Change.delete(thing.path()));
            }
            make(audit, Change.add(thing.kind() + "s", made));
        }
    }
}
