package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Conferences behind a gateway: users send plain UDP to it, it tags their sessions with their call, and a consistent hash of the call
 * takes all legs of one call to the same of two workers, where they meet in a Sync behind a transcoder. Each leg is carried by
 * JSONSocket over UDP; every proxy is a process.
 */
class ConferenceIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> WORKERS = List.of("127.0.0.2", "127.0.0.3");

    private final int legs = Proxy.freePort();
    private final int transcoder = Proxy.freePort();

    @Test
    void bothLegsOfACallMeetOnOneWorkerAndMoveTogetherWhenItIsKilled() throws Exception {
        try (var one = worker(WORKERS.get(0));
                var two = worker(WORKERS.get(1));
                var gateway = Proxy.start()) {
            gateway.add("clusters", """
                    cluster:
                      name: workers
                      spec:
                        protocol: JSONSocket
                        transport: {protocol: UDP, port: %d}
                        header: [{path: {from: /labels, to: /labels}}]
                      endpoints: [{spec: {address: %s}}, {spec: {address: %s}}]
                      loadbalancer: {policy: ConsistentHash, key: /labels/session_id}
                    """.formatted(legs, WORKERS.get(0), WORKERS.get(1)));
            gateway.add("routes", """
                    route:
                      name: to-workers
                      destination: workers
                      retry: {retry_on: always, num_retries: 3, timeout: 2000}
                    """);
            try (var a = user(gateway, "a", "call-4711");
                    var b = user(gateway, "b", "call-4711");
                    var c = user(gateway, "c", "call-4712")) {
                c.say();
                meet(a, b);
                var before = names(gateway);
                boolean onOne = hosts(one, "call-4711") == 2;
                assertThat(hosts(onOne ? two : one, "call-4711")).as("legs on the other worker").isZero();
                assertThat(hosts(onOne ? one : two, "call-4711")).as("legs on the same worker").isEqualTo(2);
                assertThat(gateway.sessions("user-a").getFirst()
                        .at("metadata/upstream/JSONSocket/JSONSocketStatus").number()).isEqualTo(200);
                assertThat(c.hearsAnything()).as("somebody of another call hears them").isFalse();

                (onOne ? one : two).kill();
                a.forget();
                b.forget();
                meet(a, b);

                await().atMost(LIMIT).untilAsserted(() -> assertThat(hosts(onOne ? two : one, "call-4711"))
                        .as("legs on the survivor").isEqualTo(2));
                assertThat(names(gateway))
                        .as("the users' sessions go on; all of them: %s", gateway.get("sessions"))
                        .containsAll(before);
                assertThat(c.hearsAnything()).isFalse();
                assertThat(gateway.get("admin").at("counters/bugs").number()).isZero();
            }
        }
    }

    private Proxy worker(String address) {
        var worker = Proxy.start();
        worker.add("clusters", """
                cluster:
                  name: transcoder
                  spec:
                    protocol: JSONSocket
                    transport: {protocol: UDP, port: %d}
                    header: [{path: {from: /JSONSocket/labels, to: /labels}}]
                  endpoints: [{spec: {address: %s}}]
                """.formatted(transcoder, address));
        worker.add("listeners",
                """
                        listener:
                          name: transcoding
                          spec: {protocol: JSONSocket, transport: {protocol: UDP, address: %s, port: %d}}
                          rules: [{action: {route: {destination: {spec: {protocol: Sync, query: /JSONSocket/labels/session_id}}}}}]
                        """
                        .formatted(address, transcoder));
        worker.add("listeners",
                """
                        listener:
                          name: legs
                          spec: {protocol: JSONSocket, transport: {protocol: UDP, address: %s, port: %d}}
                          rules:
                            - match: {op: defined, path: /JSONSocket/labels/session_id}
                              action: {route: {destination: transcoder, retry: {retry_on: always, num_retries: 3, timeout: 2000}}}
                        """
                        .formatted(address, legs));
        return worker;
    }

    private static User user(Proxy gateway, String name, String call) throws IOException {
        int port = Proxy.freePort();
        gateway.add("listeners", """
                listener:
                  name: user-%s
                  spec: {protocol: UDP, address: 127.0.0.1, port: %d}
                  options: {track: 60}
                  rules:
                    - action:
                        rewrite: [{path: /labels, value: {session_id: %s, user: %s}}]
                        route: to-workers
                """.formatted(name, port, call, name));
        return new User(name, port);
    }

    /** Both talk until each has heard the other. */
    private static void meet(User one, User other) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            one.say();
            other.say();
            return one.hears(other) & other.hears(one);
        });
    }

    private static long hosts(Proxy worker, String call) {
        return worker.sessions("legs").stream()
                .filter(session -> session.at("metadata/JSONSocket/labels/session_id").text().equals(call))
                .count();
    }

    private static Set<String> names(Proxy gateway) {
        var names = new HashSet<String>();
        for (var user : List.of("user-a", "user-b")) {
            gateway.sessions(user).stream().filter(session -> session.at("status").text().equals("CONNECTED"))
                    .forEach(session -> names.add(session.at("name").text()));
        }
        return names;
    }

    /** Sends numbered words, and remembers whose words it got. */
    private static final class User implements AutoCloseable {
        private final String name;
        private final DatagramSocket socket;
        private final Set<String> heard = new HashSet<>();
        private int said;

        User(String name, int port) throws IOException {
            this.name = name;
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(1);
        }

        void say() throws IOException {
            var word = (name + " " + said++).getBytes(US_ASCII);
            socket.send(new DatagramPacket(word, word.length));
        }

        void forget() throws IOException {
            listen();
            heard.clear();
        }

        boolean hears(User other) throws IOException {
            listen();
            assertThat(heard).as("what %s hears", name).isSubsetOf(other.name);
            return heard.contains(other.name);
        }

        boolean hearsAnything() throws IOException {
            listen();
            return !heard.isEmpty();
        }

        private void listen() throws IOException {
            var packet = new DatagramPacket(new byte[100], 100);
            try {
                while (true) {
                    socket.receive(packet);
                    heard.add(new String(packet.getData(), 0, packet.getLength(), US_ASCII).split(" ")[0]);
                }
            } catch (SocketTimeoutException nothingMore) {
                // all of it is heard
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
