package io.l7mp.house.program;

import java.net.SocketAddress;
import java.nio.file.Path;

/**
 * Who talks to whom through the program.
 *
 * @param ipv6 whether over {@code ::1}
 * @param logged whether through a Logger in each direction
 */
record Pair(Kind client, Kind upstream, boolean ipv6, boolean logged) {
    private static final int LARGEST_DATAGRAM = 60_000;
    private static final int LARGE_MESSAGE = 70_000;
    private static final long BULK = 16 << 20;

    Pair(Kind client, Kind upstream) {
        this(client, upstream, false, false);
    }

    /** {@return a listener of this name with all that belongs to it} */
    String listener(String name, SocketAddress at, String cluster, Path ingress, Path egress) {
        var chains = logged
                ? """
                        , ingress: [{name: %s-in, spec: {protocol: Logger, log_file: '%s'}}],
                          egress: [{name: %s-out, spec: {protocol: Logger, log_file: '%s'}}]""".formatted(
                        name, ingress, name,
                        egress)
                : "";
        return """
                listener:
                  name: %s
                  spec: %s
                  options: {finish_timeout: 0.1}
                  rules: [{action: {route: {destination: {name: %s-up, %s}%s}}}]
                """.formatted(name, client.listenerSpec(at), name, cluster, chains);
    }

    boolean isOutside() {
        return upstream != Kind.ECHO && upstream != Kind.DISCARD;
    }

    Flow ingress() {
        return flow(this + " ingress", 1, client, upstream == Kind.ECHO ? client : upstream);
    }

    Flow egress() {
        return flow(this + " egress", 2, upstream, client);
    }

    /** {@return so much from one to the other, however fast either is} */
    Flow bulk(Kind from, Kind to, long bytes) {
        return new Flow(this + ", " + from + " sending", Script.bulk(bytes), arrival(from, to));
    }

    private static Flow flow(String name, int seed, Kind from, Kind to) {
        return new Flow(name, script(seed, from, to), arrival(from, to));
    }

    private static Flow.Arrival arrival(Kind from, Kind to) {
        if (!from.keepsMessages()) {
            return Flow.Arrival.BYTES;
        }
        return switch (to) {
            case WEBSOCKET -> Flow.Arrival.SAME;
            case UDP, JSONSOCKET -> Flow.Arrival.BINARY;
            default -> Flow.Arrival.BYTES;
        };
    }

    private static Script script(int seed, Kind from, Kind to) {
        if (from.keepsMessages()) {
            boolean datagrams = from.isDatagrams() || to.isDatagrams();
            return Script.messages(seed, from.isDatagrams() && to.isDatagrams() ? 0 : 1,
                    datagrams ? LARGEST_DATAGRAM : LARGE_MESSAGE, from == Kind.WEBSOCKET);
        }
        return to.isDatagrams() || to == Kind.WEBSOCKET ? Script.kibibytes() : Script.bulk(BULK);
    }

    @Override
    public String toString() {
        return client + " to " + upstream + (ipv6 ? " over IPv6" : "") + (logged ? " through Logger" : "");
    }
}
