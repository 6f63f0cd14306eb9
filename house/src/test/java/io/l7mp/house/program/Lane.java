package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way through the proxy, of named objects that are not written inside each other.
 *
 * @param speaks what its clients do
 * @param port where they do it
 * @param listener the settings of its listener
 * @param otherListener those of another protocol on the same transport, on the same port
 * @param cluster the settings of its cluster
 * @param hosts the addresses of its endpoints
 * @param transforms the clusters on the way there
 */
record Lane(String name, Speech speaks, int port, String listener, String otherListener, String cluster,
        List<String> hosts, List<String> transforms, int clients) {
    /** The settings of a cluster inside the proxy. */
    static final String ECHO = "{protocol: Echo}";

    /** Where its endpoints may be: all of them are this host. */
    static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

    private static final String OPTIONS = "{track: 3600, idle_timeout: 3600, session_rate: 0}";

    /** What a client says before its first number, and how. */
    enum Speech {
        UDP, TCP, WEBSOCKET, JSONSOCKET
    }

    /** A connection, and how the proxy's list of sessions knows it. */
    record Line(Peer peer, int port) {}

    Line connect() throws IOException {
        var there = new InetSocketAddress("127.0.0.1", port);
        return switch (speaks) {
            case UDP, JSONSOCKET -> {
                var peer = DatagramPeer.to(there);
                if (speaks == Speech.JSONSOCKET) {
                    peer.send(Message.binary("{\"JSONSocketVersion\":1}".getBytes(US_ASCII)));
                    var answer = new String(peer.receive().bytes(), US_ASCII);
                    if (!answer.contains("\"JSONSocketStatus\":200")) {
                        throw new IOException(answer);
                    }
                }
                yield new Line(peer, peer.port());
            }
            case TCP, WEBSOCKET -> {
                var channel = SocketChannel.open(there);
                int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                yield new Line(speaks == Speech.TCP ? new BytePeer(channel) : WebSocketPeer.client(channel),
                        port);
            }
        };
    }

    String addListener(String spec) {
        return "listener: {name: %s, spec: %s, options: %s, rules: %1$s-rules}".formatted(name, spec,
                OPTIONS);
    }

    String addCluster(String spec) {
        var outside = spec.equals(ECHO)
                ? ""
                : ", endpoints: [%s], loadbalancer: {policy: RoundRobin}"
                        .formatted(String.join(", ", endpoints()));
        return "cluster: {name: %s-cluster, spec: %s%s}".formatted(name, spec, outside);
    }

    private List<String> endpoints() {
        return hosts.stream().map(host -> "{name: %s-%s, spec: {address: %2$s}}".formatted(name, host))
                .toList();
    }

    String addRoute(int retries) {
        return ("route: {name: %s-route, destination: %1$s-cluster, ingress: [%s], "
                + "retry: {retry_on: always, num_retries: %d, timeout: 2000}}").formatted(name,
                        String.join(", ", transforms), retries);
    }

    /** {@return how each of its objects is made, by kind and name} */
    Map<Thing, String> objects() {
        var objects = new LinkedHashMap<Thing, String>();
        objects.put(new Thing("cluster", name + "-cluster"), addCluster(cluster));
        objects.put(new Thing("route", name + "-route"), addRoute(20));
        objects.put(new Thing("rule", name + "-rule"),
                "rule: {name: %s-rule, action: {route: %1$s-route}}".formatted(name));
        objects.put(new Thing("rulelist", name + "-rules"),
                "rulelist: {name: %s-rules, rules: [%1$s-rule]}".formatted(name));
        objects.put(new Thing("listener", name), addListener(listener));
        return objects;
    }
}
