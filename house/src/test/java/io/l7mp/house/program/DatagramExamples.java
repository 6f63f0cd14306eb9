package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/** UDP on both sides: whose datagrams are taken, and where they go. */
final class DatagramExamples {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private DatagramExamples() {}

    static void modesDecideWhoIsHeard(Proxy proxy) throws IOException {
        assertThat(proxy.sessions("one-peer")).as("sessions of the singleton before anybody came").hasSize(1);
        assertThat(proxy.sessions("pinned-but-server")).as("sessions of the forced server then").isEmpty();

        hears(proxy, "one-peer", 20030, new Asker("127.0.0.1", 22030, 20030),
                new Asker("127.0.0.1", 22029, 20030));
        hears(proxy, "port-filtered", 20031, new Asker("127.0.0.2", 22031, 20031),
                new Asker("127.0.0.1", 22030, 20031));
        hears(proxy, "address-filtered", 20032, new Asker("127.0.0.1", 0, 20032),
                new Asker("127.0.0.2", 0, 20032));
        hears(proxy, "pinned-but-server", 20033, new Asker("127.0.0.1", 22033, 20033),
                new Asker("127.0.0.1", 0, 20033));
    }

    /** Datagrams to one port arrive in their order: after the friend's echo the stranger's word has been met. */
    private static void hears(Proxy proxy, String listener, int port, Asker friend, Asker stranger)
            throws IOException {
        try (friend; stranger) {
            stranger.say("may I?");
            friend.expectEcho("hello");
            friend.expectEcho("hello again");
            assertThat(stranger.hear(1)).as("answer to a stranger at %d", port).isEmpty();
            assertThat(proxy.sessions(listener)).as("sessions of %s", listener).singleElement()
                    .satisfies(session -> assertThat(session.at("metadata/UDP/src_port").number())
                            .isEqualTo(friend.port()));
        }
    }

    static void namesAreLookedUpLate(Proxy proxy) throws IOException {
        try (var _ = EchoServer.at("127.0.0.1", 21110);
                var near = new Asker(20110);
                var far = new Asker("127.0.0.2", 0, 20110)) {
            far.say("from anywhere else");
            near.expectEcho("from loopback");
            await().atMost(LIMIT).until(() -> proxy.sessions("udp-in").stream().anyMatch(
                    session -> session.at("destination/origin").text().equals("added-later")
                            && session.at("status").text().equals("INIT")));

            proxy.add("clusters", "cluster: {name: added-later, spec: {protocol: Echo}}");
            assertThat(far.hear((int) LIMIT.toMillis())).as("what waited").isEqualTo("from anywhere else");
        }
        proxy.delete("listeners/udp-in?recursive=true");
        for (var shared : new String[]{"rulelists/udp-table", "rules/from-loopback", "routes/main",
                "routes/spare",
                "clusters/primary"}) {
            assertThat(proxy.get(shared).isEmpty()).as(shared).isFalse();
        }
    }

    static void offloadFallsBack(Proxy proxy) throws IOException {
        try (var upstream = EchoServer.at("127.0.0.1", 21120);
                var peer = new Asker("127.0.0.1", 22120, 20120)) {
            peer.expectEcho("through user space");
            assertThat(upstream.texts()).containsExactly("through user space");
        }
        assertThat(
                Pattern.compile("(?m)^.*offload.*$").matcher(proxy.log()).results().map(line -> line.group()))
                .as("lines about offload").singleElement().asString().contains("user space").contains("WARN");
    }
}
