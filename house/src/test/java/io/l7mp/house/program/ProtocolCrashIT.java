package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is said to handshakes, transforms and groups to kill the proxy or to make it hold more and more. */
class ProtocolCrashIT {
    private static final String ECHO = "spec: {protocol: Echo}";
    private static final String OPEN = "{\"JSONSocketVersion\":1}";
    private static final List<String> NO_HEADERS = List.of("null", "[]", "{}", "7", "\"", "{", "\u00ff\u00fe",
            "[".repeat(120),
            "{\"JSONSocketVersion\":null}", "{\"JSONSocketVersion\":1e999}", "{\"JSONSocketVersion\":{}}",
            "{\"JSONSocketVersion\":-1}", "{\"JSONSocketVersion\":2}", "{\"__proto__\":null}", " ");

    private static Siege siege;

    @BeforeAll
    static void start() {
        siege = new Siege(Proxy.start());
    }

    @AfterAll
    static void stop() {
        siege.close();
    }

    private static SocketAddress behindHandshake(Kind kind) {
        var at = siege.grounds().listener(kind, false);
        siege.listen("{protocol: JSONSocket, transport: " + kind.listenerSpec(at) + ", header_timeout: 2000}",
                Siege.to(ECHO));
        return at;
    }

    @TestFactory
    Stream<DynamicTest> clientsWithoutAHeader() {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var kind : List.of(Kind.TCP, Kind.UNIX, Kind.WEBSOCKET)) {
            var at = behindHandshake(kind);
            ways.put(kind + " closes", _ -> Talk.begin(kind, at).close());
            ways.put(kind + " resets", _ -> Talk.begin(kind, at).say("").reset());
            ways.put(kind + " finishes", _ -> say(kind, at, ""));
            ways.put(kind + " resets after it",
                    _ -> Talk.begin(kind, at).say(Talk.message(kind, OPEN)).reset());
            for (var header : NO_HEADERS) {
                ways.put(kind + " says " + header,
                        _ -> assertThat(say(kind, at, header)).doesNotContain("Status\":200"));
            }
            ways.put(kind + " says it", _ -> assertThat(say(kind, at, OPEN)).contains("Status\":200"));
        }
        return siege.attacks("B-03", ways);
    }

    private static String say(Kind kind, SocketAddress at, String header) throws IOException {
        try (var client = Talk.begin(kind, at)) {
            if (!header.isEmpty()) {
                client.say(Talk.message(kind, header));
            }
            Talk.end(kind, client);
            return client.hear();
        }
    }

    /** A peer that was refused may come again from the same port. Refusals are said 100 times a second at most, so it insists. */
    @TestFactory
    Stream<DynamicTest> datagramsThatAreNoHeader() {
        int port = ((InetSocketAddress) behindHandshake(Kind.UDP)).getPort();
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var header : NO_HEADERS) {
            ways.put(header, _ -> {
                try (var client = new Asker(port)) {
                    assertThat(client.insist(header)).doesNotContain("Status\":200");
                    client.say(OPEN);
                    client.await("Status\":200");
                    client.expectEcho("hello");
                }
            });
        }
        return siege.attacks("B-03, B-08", ways);
    }

    private static String ask(Peer client, String text) throws IOException {
        client.send(Message.binary(text.getBytes(UTF_8)));
        var answer = client.receive();
        return answer == null ? "" : new String(answer.bytes(), UTF_8);
    }

    @TestFactory
    Stream<DynamicTest> serversThatShakeNoHand() throws IOException {
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var answer : Stream
                .concat(NO_HEADERS.stream(),
                        Stream.of("", "{\"JSONSocketVersion\":1,\"JSONSocketStatus\":[]}",
                                "{\"JSONSocketVersion\":1,\"JSONSocketStatus\":500}", "{".repeat(70_000)))
                .toList()) {
            for (var kind : List.of(Kind.TCP, Kind.UNIX)) {
                var trap = siege.with(Trap.at(siege.grounds().upstream(kind, false), peer -> {
                    peer.hear(OPEN.length());
                    peer.say(answer).finish().hear();
                    peer.reset();
                }));
                var inner = kind.cluster(trap.address()).replaceFirst("spec: (\\{.*?})",
                        "spec: {protocol: JSONSocket, transport: $1}");
                var at = siege.listen(Kind.TCP, Siege.to(inner));
                ways.put(kind + " answers " + (answer.length() > 50 ? answer.length() + " bytes" : answer),
                        _ -> {
                            try (var client = Rude.to(at)) {
                                assertThat(client.say("hello").hear()).isEmpty();
                            }
                        });
            }
        }
        return siege.attacks("B-03 upstream", ways);
    }

    /** Two members stay, and hear each other after each hundred that came, talked and left. */
    @TestFactory
    Stream<DynamicTest> membersWhoLeaveAGroup() throws IOException {
        siege.proxy().add("clusters", "cluster: {name: group, spec: {protocol: Sync, query: /IP/dst_addr}}");
        var tcp = siege.listen(Kind.TCP,
                "[{action: {route: {destination: group, retry: {retry_on: always}}}}]");
        var web = siege.listen(Kind.WEBSOCKET,
                "[{action: {route: {destination: group, retry: {retry_on: always}}}}]");
        var serial = new AtomicInteger();
        return siege.waves("B-11", attackers -> {
            try (var one = Rude.to(tcp); var other = Rude.to(tcp)) {
                Siege.each("members", attackers, i -> {
                    var kind = i % 2 == 0 ? Kind.TCP : Kind.WEBSOCKET;
                    var member = Talk.begin(kind, i % 2 == 0 ? tcp : web).say(Talk.message(kind, "hi"));
                    switch (i % 3) {
                        case 0 -> member.close();
                        case 1 -> member.reset();
                        default -> {
                            Talk.end(kind, member);
                            member.hear();
                            member.close();
                        }
                    }
                });
                var last = "<" + serial.incrementAndGet() + ">";
                one.say(last);
                var heard = new StringBuilder();
                while (heard.indexOf(last) < 0) {
                    var next = other.hear(1);
                    assertThat(next).as("the rest after %s", heard).isNotEmpty();
                    heard.append(next);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> textsThatHaveNoPayload() {
        var at = siege.listen(Kind.UDP,
                "[{action: {route: {ingress: [{spec: {protocol: JSONDecap}}], destination: {" + ECHO
                        + "}}}}]");
        var good = "{\"payload\":\"" + Base64.getEncoder().encodeToString("hello".getBytes(UTF_8)) + "\"}";
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var text : Stream.concat(NO_HEADERS.stream(), Stream.of("{\"payload\":7}", "{\"payload\":\"*\"}",
                "{\"payload\":null}", good + good, "{\"payload\":\"\\ud800\"}", "")).toList()) {
            ways.put(text.isEmpty() ? "nothing" : text, _ -> {
                try (var client = Kind.UDP.connect(at)) {
                    client.send(Message.binary(text.getBytes(UTF_8)));
                    assertThat(ask(client, good)).as("the first answer after %s", text).isEqualTo("hello");
                }
            });
        }
        return siege.attacks("B-40", ways);
    }

    @TestFactory
    Stream<DynamicTest> scrapersWhoLeave() {
        var page = siege.listen(Kind.HTTP, Siege.to("spec: {protocol: Prometheus}"));
        var counted = siege.listen(Kind.HTTP, Siege.to("spec: {protocol: Metric, per_session: false, labels: "
                + "[{name: who, key: /HTTP/headers/who}]}"));
        return siege.attacks("B-47", Map.of("reads", _ -> {
            try (var client = Rude.to(page)) {
                assertThat(
                        client.say("GET /metrics HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").hear())
                        .matches("(?s)HTTP/1.1 (200 .*\r\nContent-Type: text/plain; version=0.0.4.*|503 .*)");
            }
        }, "leaves", _ -> Rude.to(page).say("GET /metrics HTTP/1.1\r\nHost: here\r\n\r\n").reset(),
                "sends for ever", _ -> {
                    try (var client = Rude.to(page)) {
                        client.say("GET /metrics HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "2\r\nab\r\n".repeat(99))
                                .reset();
                    }
                }, "has a name of its own", i -> {
                    try (var client = Rude.to(counted)) {
                        client.say(Talk.message(Kind.HTTP, "hello").replaceFirst("\r\n",
                                "\r\nWho: \"}\\\\" + i + "\r\n")).hear();
                    }
                }));
    }

    /** A bug is written to the log as an error. That costs the session that met it, and nothing else. */
    @Test
    void errorsInTheLog() throws Throwable {
        var proxy = Proxy.start(List.of(), List.of(), FaultsIT.faultyOnTheClassPath());
        var ours = new Siege(proxy);
        var met = new AtomicInteger();
        var ways = new LinkedHashMap<String, Siege.Attack>();
        for (var where : List.of("write", "receiver", "handler")) {
            var at = ours.listen(Kind.TCP, Siege.to("spec: {protocol: Faulty, where: " + where + "}"));
            ways.put(where, _ -> {
                try (var client = Rude.to(at)) {
                    client.say("please THROW now").hear();
                    met.incrementAndGet();
                }
            });
        }
        for (var test : ours.attacks("B-07", ways).toList()) {
            test.getExecutable().execute();
        }
        ours.end(met.get());
    }
}
