package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client and its upstream, joined by a listener of the program that is theirs alone. Addresses, files and threads belong to it
 * too.
 */
final class Link implements AutoCloseable {
    private static final int PATIENCE = 60;

    /** Another name each, so that a test that failed does not disturb the next. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name = "link" + NUMBER.incrementAndGet();
    private final Proxy proxy;
    private final Pair pair;
    private final Crew crew = new Crew();
    private final Grounds grounds = new Grounds();
    private final @Nullable Door door;
    private final Crew.@Nullable Job<Peer> accepting;
    private final Peer client;
    private final Node droppedBefore;
    private boolean deleted;

    private Link(Proxy proxy, Pair pair) throws InterruptedException {
        this.proxy = proxy;
        this.pair = pair;
        this.droppedBefore = proxy.dropped();
        this.door = pair.isOutside()
                ? pair.upstream().listen(grounds.upstream(pair.upstream(), pair.ipv6()))
                : null;
        var opened = door;
        var cluster = opened == null ? pair.upstream().cluster() : pair.upstream().cluster(opened.address());
        var at = grounds.listener(pair.client(), pair.ipv6());
        proxy.add("listeners",
                pair.listener(name, at, cluster, grounds.file("ingress"), grounds.file("egress")));
        accepting = opened == null ? null : crew.start("accepting in " + pair, opened::accept);
        client = crew.result(crew.start("connecting in " + pair, () -> pair.client().connect(at)), PATIENCE);
    }

    static Link open(Proxy proxy, Pair pair) throws InterruptedException {
        return new Link(proxy, pair);
    }

    Crew crew() {
        return crew;
    }

    Grounds grounds() {
        return grounds;
    }

    Peer client() {
        return client;
    }

    /** Waits until the program is connected to it; to a UDP upstream it is with the first datagram. */
    Peer upstream() throws InterruptedException {
        if (accepting == null) {
            throw new IllegalStateException("nobody is outside in " + pair);
        }
        return crew.result(accepting, PATIENCE);
    }

    /** {@return the dump of its session; nothing if there is none} */
    Node session() {
        var sessions = proxy.sessions(name);
        assertThat(sessions).as("sessions of %s", pair).hasSizeLessThan(2);
        return sessions.isEmpty() ? new Node(null) : sessions.getFirst();
    }

    /** {@return what its session counted so far, in one direction} */
    Node counters(String direction) {
        return session().at("counters/" + direction);
    }

    /** Waits for all its threads. */
    void join() throws InterruptedException {
        crew.join(PATIENCE);
    }

    void expectEnd(Source source) throws InterruptedException {
        var end = crew.result(crew.start("waiting for the end in " + pair, () -> source.receive() == null),
                PATIENCE);
        assertThat(end).as("end in %s", pair).isTrue();
    }

    /** Removes the listener, and with it all that came with it. */
    void delete() {
        deleted = true;
        proxy.delete("listeners/" + name + "?recursive=true");
    }

    /** Waits until nothing of it is left, after an orderly end, and nothing was lost by it. */
    void expectGone() {
        await().untilAsserted(
                () -> assertThat(proxy.sessions(name)).as("sessions left of %s", pair).isEmpty());
        assertThat(proxy.dropped()).as("lost in all after %s", pair).isEqualTo(droppedBefore);
    }

    @Override
    public void close() {
        client.close();
        if (accepting != null && accepting.future().state() == Future.State.SUCCESS) {
            accepting.future().resultNow().close();
        }
        if (door != null) {
            door.close();
        }
        crew.close();
        if (!deleted) {
            delete();
        }
        grounds.close();
    }
}
