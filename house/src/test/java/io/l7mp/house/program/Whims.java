package io.l7mp.house.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** What comes to somebody's mind who changes a configuration all the time. */
final class Whims {
    private final Random random;
    private final List<Lane> lanes;
    private final List<Lane> victims;
    private final Mistakes mistakes;
    private final List<Function<View, Change>> all = new ArrayList<>();
    private int extras;

    /**
     * Comes to know the ways that sessions take.
     *
     * @param victims those whose sessions may be harmed
     */
    Whims(Random random, List<Lane> lanes, List<Lane> victims, Mistakes mistakes) {
        this.random = random;
        this.lanes = lanes;
        this.victims = victims;
        this.mistakes = mistakes;
        often(3, now -> listener(any(lanes), now));
        often(3, now -> cluster(any(lanes), now));
        often(4, now -> endpoint(any(lanes), now));
        often(2, now -> route(any(lanes), now));
        often(2, now -> rule(any(lanes), now));
        often(2, now -> ruleAt(any(lanes), now));
        often(1, now -> ruleList(any(lanes), now));
        often(2, this::transform);
        often(3, this::extra);
        often(4, this::replacement);
        often(1, _ -> Change.add("admin",
                "admin: {log_level: %s}".formatted(any(List.of("warn", "error", "info")))));
        often(2, this::harm);
        often(8, now -> mistakes.next(now, now.document()));
    }

    private void often(int times, Function<View, Change> whim) {
        for (int i = 0; i < times; i++) {
            all.add(whim);
        }
    }

    Change next(View now) {
        return any(all).apply(now);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Change listener(Lane lane, View now) {
        return now.has("listener", lane.name())
                ? Change.delete("listeners/" + lane.name())
                : Change.add("listeners",
                        lane.addListener(random.nextBoolean() ? lane.listener() : lane.otherListener()));
    }

    private Change cluster(Lane lane, View now) {
        var name = lane.name() + "-cluster";
        return now.has("cluster", name)
                ? Change.delete("clusters/" + name)
                : Change.add("clusters", lane.addCluster(
                        any(List.of(lane.cluster(), "{protocol: TCP, port: 9}",
                                "{protocol: UDP, port: 9}"))));
    }

    private Change endpoint(Lane lane, View now) {
        var name = lane.name() + "-" + any(Lane.HOSTS);
        if (now.has("endpoint", name)) {
            return Change.delete("endpoints/" + name);
        }
        var cluster = lane.name() + "-cluster";
        return now.objects().getOrDefault(new Thing("cluster", cluster), Lane.ECHO).contains("Echo")
                ? cluster(lane, now)
                : Change.add("clusters/" + cluster + "/endpoints",
                        "endpoint: {name: %s, spec: {address: %s}, weight: %d}".formatted(name,
                                any(Lane.HOSTS),
                                1 + random.nextInt(3)));
    }

    private Change route(Lane lane, View now) {
        var name = lane.name() + "-route";
        return now.has("route", name)
                ? Change.delete("routes/" + name)
                : Change.add("routes", lane.addRoute(random.nextInt(20)));
    }

    private Change rule(Lane lane, View now) {
        var name = lane.name() + "-rule";
        return now.has("rule", name)
                ? Change.delete("rules/" + name)
                : Change.add("rules", ("rule: {name: %s, match: {op: test, path: /UDP/dst_port, value: %d}, "
                        + "action: {route: %s-route}}").formatted(name, lane.port(), lane.name()));
    }

    private Change ruleList(Lane lane, View now) {
        var name = lane.name() + "-rules";
        return now.has("rulelist", name)
                ? Change.delete("rulelists/" + name)
                : Change.add("rulelists",
                        "rulelist: {name: %s, rules: [nobody, %s-rule]}".formatted(name, lane.name()));
    }

    private Change ruleAt(Lane lane, View now) {
        var name = lane.name() + "-rules";
        if (!now.has("rulelist", name)) {
            return ruleList(lane, now);
        }
        return random.nextBoolean() && now.objects().get(new Thing("rulelist", name)).contains("-rule\"")
                ? Change.delete("rulelists/" + name + "/rules/0")
                : Change.add("rulelists/" + name + "/rules/0", "rule: " + lane.name() + "-rule");
    }

    /** A cluster that many sessions pass through. */
    private Change transform(View now) {
        var name = any(List.of("log", "met"));
        if (now.has("cluster", name)) {
            return Change.delete("clusters/" + name);
        }
        return Change.add("clusters", "cluster: {name: %s, spec: %s}".formatted(name, any(List.of(
                "{protocol: Metric}", "{protocol: Logger, log_file: /dev/null}", "{protocol: Echo}"))));
    }

    /** Something that nobody uses. */
    private Change extra(View now) {
        var there = now.names("listener").stream().filter(name -> name.startsWith("extra")).toList();
        return there.size() > 3 || (!there.isEmpty() && random.nextBoolean())
                ? Change.delete("listeners/" + any(there) + any(List.of("", "?recursive=true")))
                : Change.add("listeners", "listener: " + extra());
    }

    private String extra() {
        return "{name: extra%d, spec: %s, rules: [{match: {op: defined, path: /IP}, action: {route: {destination: %s}}}]}"
                .formatted(extras++, any(List.of("{protocol: UDP, address: 127.0.0.1, port: 0}",
                        "{protocol: TCP, address: 127.0.0.1, port: 0}",
                        "{protocol: HTTP, address: 127.0.0.1, port: 0}",
                        "{protocol: WebSocket, address: 127.0.0.1, port: 0}",
                        "{protocol: JSONSocket, transport: {protocol: TCP, address: 127.0.0.1, port: 0}}")),
                        any(List.of("{spec: {protocol: Echo}}", "{spec: {protocol: Discard}}", "log",
                                "nobody",
                                "{spec: {protocol: Sync, query: /labels/call}}",
                                "{spec: {protocol: JSONEncap}}",
                                "{spec: {protocol: TCP, port: 9}, endpoints: [{spec: {address: 127.0.0.1}}]}")));
    }

    /** The whole document, with something more, less or other. Harms nobody unless it says so. */
    private Change replacement(View now) {
        boolean harms = random.nextInt(3) == 0;
        var lane = any(harms ? victims : lanes);
        var document = new Document(now.document());
        var altered = switch (random.nextInt(6)) {
            case 0 -> document;
            case 1 -> document.without("listeners", lane.name());
            case 2 -> document.without("clusters", lane.name() + "-cluster");
            case 3 -> document.without("listeners", lane.name())
                    .with("listeners",
                            lane.addListener(random.nextBoolean() ? lane.listener() : lane.otherListener()));
            case 4 -> document.without("clusters", lane.name() + "-cluster")
                    .with("clusters", lane.addCluster(random.nextBoolean() ? lane.cluster() : Lane.ECHO));
            default ->
                document.with("listeners", "listener: " + extra()).without("routes", lane.name() + "-route");
        };
        return Change.add(harms ? "config?recursive=true" : "config", altered.text());
    }

    /** Takes something away with the sessions that it carries. */
    private Change harm(View now) {
        var lane = any(victims);
        var cluster = lane.name() + "-cluster";
        var endpoints = now.names("endpoint").stream().filter(name -> name.startsWith(lane.name() + "-"))
                .toList();
        return switch (random.nextInt(5)) {
            case 0 -> now.has("listener", lane.name())
                    ? Change.delete("listeners/" + lane.name() + "?recursive=true")
                    : listener(lane, now);
            case 1 -> now.has("cluster", cluster)
                    ? Change.delete("clusters/" + cluster + "?recursive=true")
                    : cluster(lane, now);
            case 2 -> now.has("cluster", "victims-log")
                    ? Change.delete("clusters/victims-log?recursive=true")
                    : cluster(lane, now);
            case 3 -> endpoints.size() > 1
                    ? Change.delete("endpoints/" + any(endpoints) + "?recursive=true")
                    : endpoint(lane, now);
            default -> Change.delete("sessions/" + any(now.sessions().entrySet().stream()
                    .filter(each -> each.getValue().client().startsWith(lane.name() + ":")
                            && !each.getValue().isOver())
                    .map(Map.Entry::getKey).sorted().toList()));
        };
    }
}
