package io.l7mp.house.program;

import java.util.ArrayList;
import java.util.List;

/** Two proxies with the same objects: one as it is by default, one in strict mode by its command line. */
final class ApiModes implements AutoCloseable {
    private final Proxy plain;
    private final Proxy strict;

    /**
     * Starts both.
     *
     * @param objects the rest of the configuration, which may begin with more listeners
     */
    ApiModes(String objects) {
        this(objects, objects);
    }

    ApiModes(String objects, String ofStrict) {
        plain = plain(objects);
        strict = strict(ofStrict);
    }

    static Proxy plain(String objects) {
        return start(objects, List.of());
    }

    static Proxy strict(String objects) {
        return start(objects, List.of("-s"));
    }

    /** Starts one with an API, whose listener is called api and leads to a cluster that is called controller. */
    private static Proxy start(String objects, List<String> arguments) {
        int port = Proxy.freePort();
        var file = Proxy.temporary("api", ".yaml",
                """
                        admin: {log_level: warn}
                        listeners:
                          - name: api
                            spec: {protocol: HTTP, address: 127.0.0.1, port: %d}
                            rules: [{action: {route: {destination: {name: controller, spec: {protocol: L7mpController}}}}}]
                        """
                        .formatted(port).concat(objects));
        var all = new ArrayList<>(List.of("-c", file.toString()));
        all.addAll(arguments);
        return Proxy.run(port, all);
    }

    Proxy plain() {
        return plain;
    }

    Proxy strict() {
        return strict;
    }

    @Override
    public void close() {
        try (plain; strict) {
            // both end
        }
    }
}
