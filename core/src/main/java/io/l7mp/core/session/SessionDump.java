package io.l7mp.core.session;

import io.l7mp.spi.Drop;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** A session as clients of the API see it (spec/proxy.md, section 8.4). On the session's loop. */
final class SessionDump {
    private static final Json INVALID = Json.of("<INVALID>");
    private static final Json PENDING = Json.obj("status", "PENDING");

    private final Session session;

    SessionDump(Session session) {
        this.session = session;
    }

    Json.Obj json() {
        var members = new LinkedHashMap<String, Json>();
        members.put("name", Json.of(session.name()));
        members.put("metadata", session.metadata().json().without("name"));
        members.put("source", source());
        members.put("destination", stage(session.pipeline().destination()));
        members.put("ingress", stages(1, session.pipeline().destination()));
        members.put("egress", stages(session.pipeline().destination() + 1, session.pipeline().size()));
        members.put("status", Json.of(status()));
        members.put("events", session.events().json());
        members.put("counters", Json.obj("ingress", counters(0, session.pipeline().destination()), "egress",
                counters(session.pipeline().destination(), session.pipeline().size())));
        session.outcome().ifPresent(outcome -> members.put("outcome", Json.of(outcome.code())));
        return new Json.Obj(members);
    }

    private Json source() {
        var listener = session.admission().listener();
        var now = session.hall().current().get().tree().listeners().get(listener.name());
        boolean there = now != null && now.id().equals(listener.id());
        var status = session.pipeline().size() == 0 ? "INIT" : sourceStatus();
        return Json.obj("origin", listener.name(), "listener", there ? listener.spec() : INVALID, "status",
                status);
    }

    private String sourceStatus() {
        return session.isOpened()
                ? session.pipeline().stage(0).status(true)
                : session.outcome().isPresent() ? "END" : "READY";
    }

    private Json stages(int from, int to) {
        var dumps = new ArrayList<Json>();
        for (int i = from; i < to; i++) {
            dumps.add(stage(i));
        }
        return Json.of(dumps);
    }

    private Json stage(int index) {
        if (index >= session.pipeline().size()) {
            return PENDING;
        }
        var stage = session.pipeline().stage(index);
        var endpoint = stage.state() instanceof StageState.Live(var live, var _)
                ? endpoint(stage, live)
                : INVALID;
        return Json.obj("origin", stage.origin(), "endpoint", endpoint, "status",
                stage.status(session.isOpened()));
    }

    private static Json endpoint(Stage stage, Endpoint live) {
        var spec = stage.cluster().stream().flatMap(cluster -> cluster.config().endpoints().stream())
                .filter(endpoint -> endpoint.name().equals(live.name()))
                .map(endpoint -> endpoint.spec())
                .findFirst()
                .orElse(Json.obj("address", live.address()));
        return Json.obj("name", live.name(), "spec", spec);
    }

    private String status() {
        if (session.outcome().isPresent()) {
            return session.isAlive() ? "FINALIZING" : "DESTROYED";
        }
        if (!session.isOpened()) {
            return "INIT";
        }
        for (var stage : session.pipeline().stages()) {
            if (!stage.isLive() && !(stage.state() instanceof StageState.Ended)) {
                return "DISCONNECTED";
            }
        }
        return "CONNECTED";
    }

    /** What passed the first lane of a direction, and what all of its stages threw away. */
    private Json counters(int first, int end) {
        var pipeline = session.pipeline();
        if (pipeline.size() == 0) {
            return Json.obj("bytes", 0, "messages", 0, "drops", Json.EMPTY);
        }
        var counted = pipeline.lane(first == 0 ? 0 : pipeline.size() - 1);
        var drops = new LinkedHashMap<String, Json>();
        for (var why : Drop.values()) {
            long count = 0;
            for (int i = first; i < end; i++) {
                // A full receive queue is a matter of the stage that is read, everything else of the one that is written to.
                count += pipeline.lane(why == Drop.QUEUE_FULL ? i : i + 1).dropped(why);
            }
            if (count > 0) {
                drops.put(why.label(), Json.of(count));
            }
        }
        return Json.obj("bytes", counted.bytes(), "messages", counted.messages(), "drops",
                new Json.Obj(drops));
    }
}
