package io.l7mp.control;

import io.l7mp.core.change.Office;
import io.l7mp.core.metric.Totals;
import io.l7mp.spi.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What concerns the whole program. */
final class ProgramHandlers {
    private static final String ADMIN = "admin";
    private static final String CONFIG = "config";

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

    /** {@return a handler that replaces everything by the document in the body, which may stand in a wrapper of its own} */
    Handler replace() {
        return ObjectHandlers.change(office, (call, edit) -> edit.replace(document(call),
                call.recursive(), office::overridden));
    }

    /** {@return a handler that changes what may change by itself} */
    Handler changeAdmin() {
        return ObjectHandlers.change(office,
                (call, edit) -> edit
                        .runtimeAdmin(hasWrapper(call, ADMIN) ? call.wrapped(ADMIN) : call.body()));
    }

    /** A document that has other keys as well is in no wrapper. */
    private static Json document(Call call) {
        boolean wrapped = hasWrapper(call, CONFIG) && ((Json.Obj) call.body()).members().size() == 1;
        return wrapped ? call.wrapped(CONFIG) : call.body();
    }

    private static boolean hasWrapper(Call call, String key) {
        return call.body() instanceof Json.Obj body && body.get(key).isPresent();
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
