package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API shows of sessions and does to them, plain and strict. */
class RestSessionIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static ApiModes modes;

    @BeforeAll
    static void start() {
        modes = new ApiModes("");
    }

    @AfterAll
    static void end() {
        modes.close();
    }

    /** Something that is true in both modes. */
    private interface Fact {
        void holds(Proxy proxy) throws IOException;
    }

    private static void both(Fact fact) throws IOException {
        fact.holds(modes.plain());
        fact.holds(modes.strict());
    }

    /** {@return a client of a new listener} */
    private static Socket client(Proxy proxy, String name, String options, String route) throws IOException {
        int port = Proxy.freePort();
        proxy.add("listeners",
                "listener: {name: " + name + ", spec: {protocol: TCP, address: 127.0.0.1, port: "
                        + port + "}, options: " + options + ", rules: [{action: " + route + "}]}");
        return new Socket(HERE, port);
    }

    private static Node session(Proxy proxy, String listener) {
        await().atMost(LIMIT).until(() -> proxy.sessions(listener).size() == 1);
        return proxy.get("sessions/" + proxy.sessions(listener).getFirst().at("name"));
    }

    private static void say(Socket from, Socket to, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(US_ASCII));
        assertThat(to.getInputStream().readNBytes(text.length())).asString(US_ASCII).isEqualTo(text);
    }

    private static List<String> events(Node session) {
        return session.at("events").items().stream().map(event -> event.at("event").text()).toList();
    }

    private static void checkSession(Proxy proxy, String endpoint, String... events) {
        await().atMost(LIMIT).untilAsserted(() -> {
            var session = session(proxy, "moving");
            assertThat(session.at("status").text()).isEqualTo("CONNECTED");
            assertThat(session.at("destination/endpoint/name").text()).isEqualTo(endpoint);
            assertThat(session.at("destination/status").text()).isEqualTo("READY");
            assertThat(events(session)).containsExactly(events);
        });
    }

    @Test
    void aSessionMovesWhenItsEndpointIsDeletedAndEndsWhenItIsDeletedItself() throws IOException {
        both(proxy -> {
            try (var first = new ServerSocket(0, 1, HERE); var second = new ServerSocket(0, 1, HERE)) {
                proxy.add("clusters", """
                        cluster:
                          name: two
                          spec: {protocol: TCP, port: 7}
                          endpoints:
                            - {name: e1, spec: {address: 127.0.0.1, port: %d}}
                            - {name: e2, spec: {address: 127.0.0.1, port: %d}}
                        """.formatted(first.getLocalPort(), second.getLocalPort()));
                try (var client = client(proxy, "moving", "{track: 600}", "{route: {destination: two, retry: "
                        + "{retry_on: always, num_retries: 3, timeout: 2000}}}"); var one = first.accept()) {
                    say(client, one, "there");
                    say(one, client, "back");
                    checkSession(proxy, "e1", "INIT", "LOOKUP SUCCESS", "CONNECT");

                    proxy.delete("endpoints/e1?recursive=true");
                    try (var two = second.accept()) {
                        say(client, two, "there again");
                        say(two, client, "back again");
                        checkSession(proxy, "e2", "INIT", "LOOKUP SUCCESS", "CONNECT", "DISCONNECT",
                                "CONNECT");

                        delete(proxy, session(proxy, "moving").at("name").text());
                        assertThat(client.getInputStream().read()).isEqualTo(-1);
                        assertThat(two.getInputStream().read()).isEqualTo(-1);
                    }
                }
            }
            proxy.delete("listeners/moving?recursive=true");
            proxy.delete("clusters/two?recursive=true");
        });
    }

    /** Deletes a session of a tracked listener, which stays in the list, and says so. */
    private static void delete(Proxy proxy, String name) {
        proxy.delete("sessions/" + name);
        await().atMost(LIMIT).until(() -> session(proxy, "moving").at("status").text().equals("DESTROYED"));
        var ended = session(proxy, "moving");
        var end = ended.at("events").items().stream().filter(event -> event.at("event").text().equals("END"))
                .toList();
        assertThat(events(ended)).endsWith("END", "DESTROY");
        assertThat(end).singleElement().satisfies(event -> {
            assertThat(event.at("message").text()).isEqualTo("OK");
            assertThat(event.at("content").text()).isEqualTo("Session removed from the API");
        });
    }

    @Test
    void aSessionIsShownWhileItConnects() throws IOException {
        both(proxy -> {
            try (var silent = new ServerSocket(0, 1, HERE)) {
                proxy.add("clusters", "cluster: {name: slow, spec: {protocol: WebSocket, port: "
                        + silent.getLocalPort() + "}, endpoints: [{name: e, spec: {address: 127.0.0.1}}]}");
                try (var _ = client(proxy, "slow-in", "{}",
                        "{route: {destination: slow, ingress: [{spec: {protocol: Echo}}], retry: "
                                + "{retry_on: never, num_retries: 0, timeout: 600000}}}");
                        var _ = silent.accept()) {
                    var session = session(proxy, "slow-in");

                    assertThat(session.at("status").text()).isEqualTo("INIT");
                    assertThat(session.at("destination/origin").text()).isEqualTo("slow");
                    assertThat(session.at("destination/endpoint").text()).isEqualTo("<INVALID>");
                    assertThat(session.at("destination/status").text()).isEqualTo("INIT");
                    assertThat(session.at("ingress").items()).hasSize(1);
                    assertThat(events(session)).containsExactly("INIT", "LOOKUP SUCCESS");
                    assertThat(proxy.get("config").at("sessions").items())
                            .map(each -> each.at("status").text())
                            .contains("INIT");
                }
            }
            proxy.delete("listeners/slow-in?recursive=true");
            proxy.delete("clusters/slow?recursive=true");
        });
    }

    @Test
    void aSessionThatFoundNoRouteIsShownAndIsInNobodysWay() throws IOException {
        both(proxy -> {
            try (var client = client(proxy, "lost", "{track: 600}", "{route: nobody}")) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                await().atMost(LIMIT).until(() -> events(session(proxy, "lost")).contains("ERROR"));

                assertThat(session(proxy, "lost").at("destination").members())
                        .hasToString("{status=PENDING}");
                proxy.add("clusters", "cluster: {name: other, spec: {protocol: TCP, port: 7}, "
                        + "endpoints: [{name: e, spec: {address: 127.0.0.1}}]}");
                proxy.delete("endpoints/e?recursive=true");
                proxy.delete("clusters/other?recursive=true");
                var rules = proxy.get("listeners/lost").at("rules");
                proxy.delete("listeners/lost");
                assertThat(proxy.get("sessions/" + proxy.sessions("lost").getFirst().at("name"))
                        .at("source/listener").text()).isEqualTo("<INVALID>");
                proxy.delete("rulelists/" + rules + "?recursive=true");
                proxy.delete("sessions/" + proxy.sessions("lost").getFirst().at("name"));
            }
        });
    }

    @Test
    void theHeaderOfAJsonSocketIsMadeOfTheSessionsMetadata() throws IOException {
        both(proxy -> {
            try (var server = new DatagramSocket(0, HERE)) {
                proxy.add("clusters", """
                        cluster:
                          name: json
                          spec:
                            protocol: JSONSocket
                            transport: {protocol: UDP, port: %d}
                            header: [{path: {from: /labels, to: /labels}}]
                          endpoints: [{spec: {address: 127.0.0.1}}]
                        """.formatted(server.getLocalPort()));
                try (var _ = client(proxy, "json-in", "{}", "{route: {destination: json}, rewrite: "
                        + "[{path: /labels, value: {session_id: 1, field: value}}]}")) {
                    var packet = new DatagramPacket(new byte[2048], 2048);
                    server.setSoTimeout((int) LIMIT.toMillis());
                    server.receive(packet);

                    assertThat(new String(packet.getData(), 0, packet.getLength(), US_ASCII))
                            .isEqualTo(
                                    "{\"labels\":{\"session_id\":1,\"field\":\"value\"},\"JSONSocketVersion\":1}");
                }
            }
            proxy.delete("listeners/json-in?recursive=true");
            proxy.delete("clusters/json?recursive=true");
        });
    }

    @Test
    void theListHoldsTheRequestItself() throws IOException {
        both(proxy -> {
            await().atMost(LIMIT).until(() -> proxy.sessions("api").size() == 1);
            var own = proxy.sessions("api").getFirst();
            assertThat(own.at("status").text()).isEqualTo("CONNECTED");
            assertThat(own.at("destination/endpoint/spec/address").text()).isEqualTo("<VIRTUAL>");
        });
    }
}
