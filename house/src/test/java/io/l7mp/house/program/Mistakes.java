package io.l7mp.house.program;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes that are refused, each for another reason. */
final class Mistakes {
    private final Random random;
    private final int taken;
    private int next;

    /** Takes a port that somebody else has, for TCP and UDP. */
    Mistakes(Random random, int taken) {
        this.random = random;
        this.taken = taken;
    }

    /** {@return the next one; all have had their turn before one comes again} */
    Change next(View now, Json.Obj present) {
        var all = all(now, new Document(present));
        return all.get(next++ % all.size());
    }

    private List<Change> all(View now, Document present) {
        var listeners = now.names("listener");
        var clusters = now.names("cluster");
        var all = new ArrayList<>(List.of(
                add("listeners", "listener: {name: m, spec: {protocol: Nothing}}"),
                add("listeners", "listener: {name: m, spec: {protocol: TCP, port: 70000}, rules: []}"),
                add("listeners", "listener: {name: m, rules: []}"),
                add("listeners",
                        "listener: {name: %s, spec: {protocol: TCP, port: 0}, rules: []}"
                                .formatted(any(listeners))),
                add("listeners",
                        "listener: {name: m, spec: {protocol: TCP, port: 0}, rules: [{action: {route: "
                                + "{destination: {name: %s, spec: {protocol: Echo}}}}}]}"
                                        .formatted(any(clusters))),
                add("listeners", "listener: [m"),
                add("clusters", "cluster: {name: m, spec: {protocol: TCP, port: -1}}"),
                add("clusters", "cluster: {name: %s, spec: {protocol: Echo}}".formatted(any(clusters))),
                add("clusters",
                        "cluster: {name: m, spec: {protocol: TCP, port: 9}, loadbalancer: {policy: Best}}"),
                add("clusters", "listener: {name: m, spec: {protocol: Echo}}"),
                add("clusters/nobody/endpoints", "endpoint: {spec: {address: 127.0.0.1}}"),
                add("clusters/%s/endpoints".formatted(any(clusters)), "endpoint: {name: m, spec: {}}"),
                add("rulelists", "rulelist: {name: m, rules: 5}"),
                add("rulelists/nobody/rules/0", "rule: x"),
                add("rules", "rule: {name: m}"),
                add("rules", "rule: {name: m, match: 5, action: {route: x}}"),
                add("routes", "route: {name: m}"),
                add("admin", "admin: {offload: true}"),
                add("config", present.with("clusters", "cluster: {name: m, spec: {protocol: Nothing}}")
                        .without("listeners", any(listeners)).text()),
                add("config", present
                        .with("listeners", "listener: {name: m, spec: {protocol: TCP, port: 0}, rules: []}")
                        .with("listeners", "listener: {name: m, spec: {protocol: TCP, port: 0}, rules: []}")
                        .text()),
                add("config", "5"),
                Change.delete("listeners/nobody").refused(),
                Change.delete("clusters/nobody?recursive=true").refused(),
                Change.delete("endpoints/nobody").refused(), Change.delete("routes/nobody").refused(),
                Change.delete("rules/nobody").refused(), Change.delete("rulelists/nobody").refused(),
                Change.delete("sessions/nobody").refused()));
        for (var protocol : List.of("TCP", "UDP", "WebSocket")) {
            var listener = "listener: {name: m, spec: {protocol: %s, address: 127.0.0.1, port: %d}, rules: []}"
                    .formatted(protocol, taken);
            all.add(Change.add("listeners", listener).notBound());
            all.add(Change.add("config?recursive=true", present.without("listeners", any(listeners))
                    .without("clusters", any(clusters)).with("listeners", listener).text()).notBound());
        }
        return all;
    }

    private static Change add(String path, String yaml) {
        return Change.add(path, yaml).refused();
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
