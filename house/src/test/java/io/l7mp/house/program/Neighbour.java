package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A session that has nothing to do with the others, but shares their loop. */
final class Neighbour implements AutoCloseable {
    private static final int ROUND_TRIPS = 1_000;
    private static final int PATIENCE = 30;

    private final Link link;

    Neighbour(Proxy proxy) throws InterruptedException {
        link = Link.open(proxy, new Pair(Kind.UDP, Kind.ECHO));
    }

    /** Sends and gets back, one after another. */
    void goesOn() throws InterruptedException {
        link.crew().result(link.crew().begin("round trips of another session", this::roundTrips), PATIENCE);
    }

    private void roundTrips() throws IOException {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            var sent = ("round trip " + i).getBytes(StandardCharsets.US_ASCII);
            link.client().send(Message.binary(sent));
            var received = link.client().receive();
            assertThat(received).isNotNull();
            assertThat(received.bytes()).isEqualTo(sent);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
