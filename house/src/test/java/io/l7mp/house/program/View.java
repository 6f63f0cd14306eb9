package io.l7mp.house.program;

import io.l7mp.config.JsonCodec;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One look at the proxy.
 *
 * @param text all of its configuration
 * @param document the same, as it could be sent back
 * @param objects how each of them reads
 * @param sessions those that clients began, also ended ones, by name
 */
record View(String text, Json.Obj document, Map<Thing, String> objects, Map<String, Past> sessions) {
    private static final JsonCodec CODEC = new JsonCodec();
    private static final List<String> LISTS = List.of("listeners", "clusters", "rulelists", "rules",
            "routes");

    /**
     * A session so far.
     *
     * @param client its listener, and the port that the client has
     * @param uses what carries it there
     * @param events each with its time
     */
    record Past(String client, Set<Thing> uses, String status, List<String> events) {
        boolean isOver() {
            return events.stream().anyMatch(event -> event.startsWith("END") || event.startsWith("ERROR"));
        }

        /** {@return whether it goes on, or nothing is left of it} */
        boolean isSettled() {
            return isOver() ? events.getLast().startsWith("DESTROY") : status.equals("CONNECTED");
        }
    }

    static View of(Proxy proxy) {
        var config = ask(proxy, "config?format=terse");
        var clusters = ask(proxy, "clusters?recursive=true&format=terse");
        var all = (Json.Obj) CODEC.read(config);
        var document = all.without("sessions").without("endpoints").with("clusters",
                new Json.Arr(items(CODEC.read(clusters)).stream().map(View::withoutItself).toList()));
        var objects = new HashMap<Thing, String>();
        for (var list : LISTS) {
            items(document.get(list).orElseThrow()).forEach(each -> objects.put(
                    new Thing(list.substring(0, list.length() - 1), text(each, "name")), CODEC.write(each)));
        }
        items(all.get("endpoints").orElseThrow())
                .forEach(each -> objects.put(new Thing("endpoint", text(each, "name")), CODEC.write(each)));
        ((Json.Obj) all.get("admin").orElseThrow()).members()
                .forEach((key, value) -> objects.put(new Thing("admin", key), CODEC.write(value)));
        return new View(config.substring(0, config.indexOf("\"sessions\":[")) + clusters, document, objects,
                sessions(all));
    }

    /** A cluster inside the program is shown as its own endpoint, which nobody may add. */
    private static Json withoutItself(Json.Obj cluster) {
        boolean inside = items(cluster.get("endpoints").orElseThrow()).stream()
                .anyMatch(endpoint -> text(endpoint, "spec/address").equals("<VIRTUAL>"));
        return inside ? cluster.without("endpoints") : cluster;
    }

    private static String ask(Proxy proxy, String path) {
        var answer = proxy.send("GET", "/api/v1/" + path, "");
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    static List<Json.Obj> items(Json list) {
        return ((Json.Arr) list).items().stream().map(Json.Obj.class::cast).toList();
    }

    /** {@return the value at a path, empty if there is none} */
    static String text(Json at, String path) {
        Json here = at;
        for (var name : path.split("/")) {
            here = here instanceof Json.Obj object ? object.get(name).orElse(Json.NULL) : Json.NULL;
        }
        return switch (here) {
            case Json.Text(var text) -> text;
            case Json.Num number -> number.value().toString();
            default -> "";
        };
    }

    private static Map<String, Past> sessions(Json.Obj all) {
        var sessions = new LinkedHashMap<String, Past>();
        for (var each : items(all.get("sessions").orElseThrow())) {
            if (!text(each, "source/origin").equals("api")) {
                sessions.put(text(each, "name"), past(each));
            }
        }
        return sessions;
    }

    private static Past past(Json.Obj session) {
        var listener = text(session, "source/origin");
        var uses = new HashSet<Thing>();
        uses.add(new Thing("listener", listener));
        uses.add(new Thing("cluster", text(session, "destination/origin")));
        uses.add(new Thing("endpoint", text(session, "destination/endpoint/name")));
        items(session.get("ingress").orElseThrow())
                .forEach(stage -> uses.add(new Thing("cluster", text(stage, "origin"))));
        var events = items(session.get("events").orElseThrow()).stream()
                .map(event -> text(event, "event") + " at " + text(event, "timestamp") + ": "
                        + text(event, "message")
                        + " " + text(event, "content"))
                .toList();
        var port = text(session, "metadata/UDP/src_port") + text(session, "metadata/TCP/src_port");
        return new Past(listener + ":" + port, uses, text(session, "status"), events);
    }

    boolean has(String kind, String name) {
        return objects.containsKey(new Thing(kind, name));
    }

    List<String> names(String kind) {
        return objects.keySet().stream().filter(thing -> thing.kind().equals(kind)).map(Thing::name).sorted()
                .toList();
    }

    /** {@return what happened to sessions since an earlier look: nothing is not told, and neither are new ones} */
    Map<String, String> since(View before) {
        var happened = new HashMap<String, String>();
        before.sessions.forEach((name, past) -> {
            var now = sessions.get(name);
            var effect = now == null ? "gone" : effect(past, now);
            if (!effect.isEmpty()) {
                happened.put(name, effect);
            }
        });
        return happened;
    }

    private static String effect(Past before, Past now) {
        if (before.isOver()) {
            return "";
        }
        var news = now.events().stream().filter(event -> !before.events().contains(event)).toList();
        if (now.isOver()) {
            return "end";
        }
        return news.isEmpty() ? "" : news.getFirst().startsWith("DISCONNECT") ? "reconnect" : news.toString();
    }

    /** {@return all that is known of some sessions, for a failure's text} */
    String stories(Set<String> names) {
        return names.stream().map(name -> "\n" + name + ": " + sessions.get(name))
                .collect(Collectors.joining());
    }

    /** {@return things that an earlier look shows and this one does not} */
    Set<Thing> lost(View before) {
        return Forecast.without(before.objects.keySet(), objects.keySet());
    }

    /** {@return things that read otherwise than in an earlier look} */
    Set<Thing> otherThan(View before) {
        return objects.entrySet().stream()
                .filter(each -> before.objects.containsKey(each.getKey())
                        && !before.objects.get(each.getKey()).equals(each.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /** {@return how many descriptors a process has open, but for the archives of its classes} */
    static long descriptors(long pid) {
        try (var all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return all.filter(each -> !leadsTo(each).endsWith(".jar")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String leadsTo(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
