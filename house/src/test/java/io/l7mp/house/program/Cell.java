package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pair under test, from the making of its objects to their deletion. */
final class Cell {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> LISTS = List.of("listeners", "clusters", "rules", "rulelists",
            "routes");

    private final Pair pair;
    private final Link link;
    private final Flow ingress;
    private final Flow egress;

    private Cell(Pair pair, Link link) {
        this.pair = pair;
        this.link = link;
        this.ingress = pair.ingress();
        this.egress = pair.egress();
    }

    static void run(Proxy proxy, Pair pair) throws Exception {
        var before = listed(proxy);
        try (var link = Link.open(proxy, pair)) {
            var cell = new Cell(pair, link);
            link.crew().begin(cell.ingress, () -> cell.ingress.send(link.client()));
            if (pair.isOutside()) {
                cell.outside(link.upstream());
            } else {
                cell.inside();
            }
            link.expectGone();
        }
        assertThat(listed(proxy)).as("what is left listed after %s", pair).isEqualTo(before);
    }

    private static List<String> listed(Proxy proxy) {
        return LISTS.stream()
                .map(list -> list + proxy.get(list).items().stream().map(item -> item.at("name").text())
                        .toList())
                .toList();
    }

    private void inside() throws Exception {
        boolean echo = pair.upstream() == Kind.ECHO;
        link.crew().begin(ingress, () -> {
            if (echo) {
                ingress.receive(link.client());
            } else {
                watch();
            }
        });
        link.join();
        checkCounters(echo ? ingress : null);
        if (!pair.client().isDatagrams()) {
            link.client().finish();
            link.expectEnd(link.client());
        }
        link.delete();
    }

    /** Nothing comes back, so the session's counters say what was seen. */
    private void watch() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            var counters = link.counters("ingress");
            if (pair.client().keepsMessages()) {
                ingress.seenUpTo(counters.at("messages").number());
            }
            return counters.at("bytes").number() >= ingress.script().bytes();
        });
    }

    private void outside(Peer upstream) throws Exception {
        var client = link.client();
        link.crew().begin(ingress, () -> ingress.receive(upstream));
        link.crew().begin(egress, () -> egress.send(upstream));
        link.crew().begin(egress, () -> egress.receive(client));
        link.join();
        checkCounters(egress);
        if (pair.client().isDatagrams()) {
            link.delete();
        } else {
            client.finish();
        }
        if (!pair.upstream().isDatagrams()) {
            link.expectEnd(upstream);
            upstream.finish();
        }
        if (!pair.client().isDatagrams()) {
            link.expectEnd(client);
            link.delete();
        }
    }

    private void checkCounters(@Nullable Flow back) throws Exception {
        var counters = link.session().at("counters");
        check(counters.at("ingress"), ingress, link.grounds().file("ingress"));
        if (back != null) {
            check(counters.at("egress"), back, link.grounds().file("egress"));
        }
    }

    private void check(Node counters, Flow flow, Path log) throws Exception {
        assertThat(counters.at("drops").members()).as("drops of %s", flow).isEmpty();
        assertThat(counters.at("bytes").number()).as("bytes of %s", flow).isEqualTo(flow.script().bytes());
        if (flow.isOfMessages()) {
            assertThat(counters.at("messages").number()).as("messages of %s", flow)
                    .isEqualTo(flow.script().count());
        }
        if (pair.logged()) {
            await().until(() -> Files.size(log) >= flow.script().bytes());
            var all = Message.binary(Files.readAllBytes(log));
            new Flow(flow + " in its log", flow.script(), Flow.Arrival.BYTES).receive(() -> all);
        }
    }
}
