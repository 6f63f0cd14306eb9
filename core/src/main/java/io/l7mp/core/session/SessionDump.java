package io.l7mp.core.session;

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
        members.put("metadata", Concealed.of(session.metadata().json().without("name")));
        members.put("source", source());
        members.put("destination", stage(session.pipeline().destination()));
        members.put("ingress", stages(1, session.pipeline().destination()));
        members.put("egress", stages(session.pipeline().destination() + 1, session.pipeline().size()));
        members.put("status", Json.of(status()));
        members.put("events", session.events().json());
        members.put("counters", Json.obj("ingress", Traffic.ingress(session.pipeline()).json(), "egress",
                Traffic.egress(session.pipeline()).json()));
        session.outcome().ifPresent(outcome -> members.put("outcome", Json.of(outcome.code())));
        return new Json.Obj(members);
    }

    private Json source() {
        var listener = session.admission().listener();
        var now = session.hall().current().get().tree().listeners().get(listener.name());
        boolean there = now != null && now.id().equals(listener.id());
        return Json.obj("origin", listener.name(), "listener", there ? listener.spec() : INVALID, "status",
                sourceStatus());
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
}
