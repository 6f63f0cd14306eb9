package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Many UDP clients in front of two backends, one of which is restarted. */
final class PoolExample {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FRONT = 20020;
    private static final int BACK = 21020;
    private static final int CLIENTS = 200;

    private PoolExample() {}

    static void clientsKeepTheirBackend(Proxy proxy) throws Exception {
        try (var green = EchoServer.at("127.0.0.2", BACK); var blue = EchoServer.at("127.0.0.1", BACK)) {
            askAll();
            askAll();
            var blues = twice(blue);
            var greens = twice(green);
            assertThat(blues.size() + greens.size()).as("clients that kept their backend").isEqualTo(CLIENTS);
            assertThat(blues).as("blue's share").hasSizeBetween(CLIENTS / 2 + 1, CLIENTS - CLIENTS / 10);

            aBackendMayRestart(proxy, blues.iterator().next(), blue);
        }
    }

    /** Each from another port each time. */
    private static void askAll() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            var address = "127.0.1." + i;
            try (var client = new Asker(address, 0, FRONT)) {
                client.expectEcho(address);
            }
        }
    }

    private static Set<String> twice(EchoServer backend) {
        var once = new HashSet<String>();
        var twice = new HashSet<String>();
        backend.texts().forEach(text -> (once.add(text) ? once : twice).add(text));
        return twice;
    }

    private static void aBackendMayRestart(Proxy proxy, String address, EchoServer blue) throws IOException {
        try (var client = new Asker(address, 0, FRONT)) {
            client.expectEcho("before");
            blue.close();
            client.say("lost");
            await().atMost(LIMIT).until(() -> events(proxy, client).contains("DISCONNECT"));
            try (var again = EchoServer.at("127.0.0.1", BACK)) {
                client.insistOnEcho("after");
                assertThat(again.texts()).contains("after");
            }
            assertThat(events(proxy, client)).as("one session, from the beginning to now")
                    .startsWith("INIT", "LOOKUP SUCCESS", "CONNECT", "DISCONNECT", "CONNECT");
        }
    }

    private static List<String> events(Proxy proxy, Asker client) {
        return proxy.sessions("game-ingress").stream()
                .filter(session -> session.at("metadata/UDP/src_port").number() == client.port())
                .flatMap(session -> session.at("events").items().stream())
                .map(event -> event.at("event").text())
                .toList();
    }
}
