package io.l7mp.control;

import io.l7mp.core.change.Plan;
import io.l7mp.core.session.Sessions;
import io.l7mp.spi.Json;

/** Looks at sessions, which live on their loops and are asked there, and ends them. */
final class SessionHandlers {
    private static final String UNKNOWN = "No such session";
    private static final String REMOVED = "Session removed from the API";

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
        return (call, done) -> {
            if (call.dryRun()) {
                sessions.foretellEnd(call.name(), REMOVED, found -> done.accept(
                        found.map(touched -> PlanAnswer.of(Plan.NOTHING.touching(touched)))
                                .orElseGet(() -> Answer.refused(UNKNOWN))));
            } else {
                done.accept(sessions.end(call.name(), REMOVED) ? Answer.OK : Answer.refused(UNKNOWN));
            }
        };
    }
}
