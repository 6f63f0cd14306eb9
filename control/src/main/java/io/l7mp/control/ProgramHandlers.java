package io.l7mp.control;

import io.l7mp.core.change.Office;
import io.l7mp.core.metric.Totals;
import io.l7mp.spi.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What concerns the whole program. */
final class ProgramHandlers {
    static final Handler NOT_IMPLEMENTED = (_, done) -> done.accept(Answer.failure(501, ""));

    private final Office office;
    private final String version;

    ProgramHandlers(Office office, String version) {
        this.office = office;
        this.version = version;
    }

    Handler config() {
        return (_, done) -> {
            var config = ObjectHandlers.dump(office).config(version, false);
            office.hall().sessions()
                    .dump(all -> done.accept(Answer.success(config.with("sessions", Json.of(all)))));
        };
    }

    Handler admin() {
        return (_, done) -> done.accept(Answer.success(
                ObjectHandlers.dump(office).admin(version, false).with("counters", counters())));
    }

    private Json counters() {
        Totals totals = office.hall().facilities().totals();
        return Json.obj("sessions_total", totals.sessions(), "sessions", office.hall().sessions().alive(),
                "refused", labels(totals.refused()), "dropped", labels(totals.dropped()), "bugs",
                totals.bugs());
    }

    private static Json labels(Map<String, Long> counts) {
        var members = new LinkedHashMap<String, Json>();
        counts.forEach((label, count) -> members.put(label, Json.of(count)));
        return new Json.Obj(members);
    }
}
