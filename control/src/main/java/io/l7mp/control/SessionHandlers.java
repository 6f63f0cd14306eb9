package io.l7mp.control;

import io.l7mp.core.session.Sessions;
import io.l7mp.spi.Json;

/** Looks at sessions, which live on their loops and are asked there, and ends them. */
final class SessionHandlers {
    private static final String UNKNOWN = "No such session";

    private final Sessions sessions;

    SessionHandlers(Sessions sessions) {
        this.sessions = sessions;
    }

    Handler list() {
        return (_, done) -> sessions.dump(all -> done.accept(Answer.success(Json.of(all))));
    }

    Handler show() {
        return (call, done) -> sessions.dump(call.name(),
                found -> done.accept(found.map(Answer::success).orElseGet(() -> Answer.refused(UNKNOWN))));
    }

    Handler delete() {
        return (call, done) -> done.accept(sessions.end(call.name(), "Session removed from the API")
                ? Answer.OK
                : Answer.refused(UNKNOWN));
    }
}
