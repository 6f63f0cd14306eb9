package io.l7mp.core.session;

import io.l7mp.config.ClusterConfig;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A session that is over, as the access log tells it: who came, where it went, what passed, how it ended. The source is told as it
 * came, whatever a rule made of it. On the session's loop, once.
 */
final class AccessLine {
    /** Names, paths and reasons come from strangers: longer ones are cut. */
    static final int LONGEST = 1_024;

    private static final DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3)
            .toFormatter();
    private static final List<String> TRANSPORTS = List.of("TCP", "UDP");

    private final Session session;
    private final Course course;
    private final Outcome outcome;

    AccessLine(Session session, Course course, Outcome outcome) {
        this.session = session;
        this.course = course;
        this.outcome = outcome;
    }

    /** {@return the line; the order of its members is part of the format (docs/access-log.md)} */
    Json.Obj json() {
        var clock = session.hall().facilities().clock();
        var ingress = Traffic.ingress(session.pipeline());
        var egress = Traffic.egress(session.pipeline());
        var facts = session.facts();
        var line = new LinkedHashMap<String, Json>();
        line.put("time", Json.of(MILLIS.format(clock.instant())));
        line.put("session", text(session.name()));
        line.put("outcome", Json.of(outcome.code()));
        line.put("reason", text(outcome.reason()));
        line.put("listener", text(session.admission().listener().name()));
        line.put("rule", course.way().map(way -> text(way.rule())).orElse(Json.NULL));
        line.put("route", course.way().map(way -> text(way.route().name())).orElse(Json.NULL));
        line.put("source", source(facts));
        line.put("destination", destination());
        line.put("ingress", chain(1, session.pipeline().destination()));
        line.put("egress", chain(session.pipeline().destination() + 1, session.pipeline().size()));
        line.put("bytes", Json.obj("ingress", ingress.bytes(), "egress", egress.bytes()));
        line.put("messages", Json.obj("ingress", ingress.messages(), "egress", egress.messages()));
        line.put("drops", Json.obj("ingress", ingress.drops(), "egress", egress.drops()));
        line.put("start", Json.of(MILLIS.format(begun())));
        line.put("connect_ms", millis(course.connectNanos()));
        line.put("duration_ms", millis(OptionalLong.of(course.lastedNanos(session.loop().nanos()))));
        line.put("attempts", Json.of(attempts()));
        line.put("reconnects", Json.of(course.reconnects()));
        http(facts, line);
        return new Json.Obj(line);
    }

    private Instant begun() {
        return session.events().kept().getFirst().at();
    }

    private static Json millis(OptionalLong nanos) {
        return nanos.isPresent() ? Json.of(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong())) : Json.NULL;
    }

    private Json source(Json.Obj facts) {
        var source = new LinkedHashMap<String, Json>();
        source.put("protocol", Json.of(session.admission().listener().protocol()));
        put(facts, "/IP/src_addr", source, "address");
        TRANSPORTS.forEach(transport -> put(facts, "/" + transport + "/src_port", source, "port"));
        put(facts, "/IP/dst_addr", source, "local_address");
        TRANSPORTS.forEach(transport -> put(facts, "/" + transport + "/dst_port", source, "local_port"));
        put(facts, "/UNIX/filename", source, "filename");
        return new Json.Obj(source);
    }

    private static void put(Json.Obj facts, String path, Map<String, Json> members, String name) {
        Path.of(path).get(facts).ifPresent(value -> members.put(name,
                value instanceof Json.Text(var text) ? text(text) : value));
    }

    private Json destination() {
        var pipeline = session.pipeline();
        if (pipeline.size() == 0) {
            return Json.NULL;
        }
        var stage = pipeline.stage(pipeline.destination());
        var destination = new LinkedHashMap<String, Json>();
        destination.put("cluster", text(stage.origin()));
        stage.target().ifPresent(target -> {
            destination.put("protocol", Json.of(target.cluster().protocol()));
            destination.put("endpoint", text(target.endpoint().name()));
            destination.put("address", text(target.endpoint().address()));
            port(target.cluster(), target.endpoint(), destination);
        });
        return new Json.Obj(destination);
    }

    private static void port(ClusterConfig cluster, Endpoint endpoint, Map<String, Json> destination) {
        if (endpoint.port() > 0) {
            destination.put("port", Json.of(endpoint.port()));
        } else if (!endpoint.address().equals(Endpoint.VIRTUAL)) {
            put(cluster.spec(), "/port", destination, "port");
            put(cluster.spec(), "/transport/port", destination, "port");
        }
    }

    private Json chain(int from, int to) {
        var names = new ArrayList<Json>();
        for (int i = from; i < to; i++) {
            names.add(text(session.pipeline().stage(i).origin()));
        }
        return Json.of(names);
    }

    private int attempts() {
        var pipeline = session.pipeline();
        return pipeline.size() == 0 ? 0 : pipeline.stage(pipeline.destination()).attempts();
    }

    private void http(Json.Obj facts, Map<String, Json> line) {
        var http = new LinkedHashMap<String, Json>();
        put(facts, "/HTTP/method", http, "method");
        if (Path.of("/HTTP/url/path").get(facts).orElse(Json.NULL) instanceof Json.Text(var path)) {
            http.put("path", text(withoutQuery(path)));
        }
        course.status().ifPresent(status -> http.put("status", Json.of(status)));
        if (!http.isEmpty()) {
            line.put("http", new Json.Obj(http));
        }
    }

    /** Secrets stand in queries. */
    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static Json text(String text) {
        return Json.of(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
}
