package io.l7mp.house.program;

import java.util.LinkedHashMap;
import java.util.Map;

/** A second proxy, which says everything again on all addresses of this host. */
final class FarEnd implements AutoCloseable {
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Proxy proxy = Proxy.start();

    FarEnd() {
        for (var protocol : new String[]{"UDP", "TCP", "WebSocket", "JSONSocket"}) {
            ports.put(protocol, Proxy.freePort());
        }
    }

    void open() {
        ports.forEach((protocol, port) -> proxy.add("listeners", """
                listener:
                  name: %s
                  spec: %s
                  options: {session_rate: 0, idle_timeout: 3600}
                  rules: [{action: {route: {destination: {spec: {protocol: Echo}}}}}]
                """.formatted(protocol, spec(protocol, "address: 0.0.0.0, port: " + port))));
    }

    private static String spec(String protocol, String settings) {
        return protocol.equals("JSONSocket")
                ? "{protocol: JSONSocket, transport: {protocol: UDP, %s}}".formatted(settings)
                : "{protocol: %s, %s}".formatted(protocol, settings);
    }

    /** {@return the settings of a cluster that leads there, or to an Echo on this side} */
    String cluster(String protocol) {
        return protocol.equals("Echo") ? Lane.ECHO : spec(protocol, "port: " + ports.get(protocol));
    }

    @Override
    public void close() {
        proxy.close();
    }
}
