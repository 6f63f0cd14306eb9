package io.l7mp.core.session;

import io.l7mp.core.stream.Lane;
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
        members.put("destination", stage(session.destination()));
        members.put("ingress", stages(1, session.destination()));
        members.put("egress", stages(session.destination() + 1, session.stages().length));
        members.put("status", Json.of(status()));
        members.put("events", session.events().json());
        members.put("counters", Json.obj("ingress", counters(0, session.destination()), "egress",
                counters(session.destination(), session.stages().length)));
        session.outcome().ifPresent(outcome -> members.put("outcome", Json.of(outcome.code())));
        return new Json.Obj(members);
    }

    private Json source() {
        var listener = session.admission().listener();
        var now = session.hall().current().get().tree().listeners().get(listener.name());
        boolean there = now != null && now.id().equals(listener.id());
        var status = session.stages().length == 0 ? "INIT" : sourceStatus();
        return Json.obj("origin", listener.name(), "listener", there ? listener.spec() : INVALID, "status",
                status);
    }

    private String sourceStatus() {
        return session.isOpened()
                ? session.stages()[0].status(true)
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
        if (index >= session.stages().length) {
            return PENDING;
        }
        var stage = session.stages()[index];
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
        for (var stage : session.stages()) {
            if (!stage.isLive() && !(stage.state() instanceof StageState.Ended)) {
                return "DISCONNECTED";
            }
        }
        return "CONNECTED";
    }

    /** What passed the first lane of a direction, and what all of its stages threw away. */
    private Json counters(int first, int end) {
        var lanes = session.lanes();
        if (lanes.length == 0) {
            return Json.obj("bytes", 0, "messages", 0, "drops", Json.EMPTY);
        }
        var counted = lanes[first == 0 ? 0 : lanes.length - 1];
        var drops = new LinkedHashMap<String, Json>();
        for (var why : Drop.values()) {
            long count = 0;
            for (int i = first; i < end; i++) {
                count += lane(lanes, i, why).dropped(why);
            }
            if (count > 0) {
                drops.put(why.label(), Json.of(count));
            }
        }
        return Json.obj("bytes", counted.bytes(), "messages", counted.messages(), "drops",
                new Json.Obj(drops));
    }

    /** A full receive queue is a matter of the stage that is read, everything else of the one that is written to. */
    private static Lane lane(Lane[] lanes, int index, Drop why) {
        return why == Drop.QUEUE_FULL ? lanes[index] : lanes[(index + 1) % lanes.length];
    }
}
