package io.l7mp.control;

import io.l7mp.core.change.Plan;
import io.l7mp.core.change.Planned;
import io.l7mp.core.session.Touched;
import io.l7mp.spi.Json;
import java.util.List;
import java.util.function.Function;

/** Says what a change would do; one that would be refused is told as the change itself tells it. */
final class PlanAnswer {
    private PlanAnswer() {}

    static Answer of(Planned planned) {
        return switch (planned) {
            case Planned.Foretold(var plan) -> of(plan);
            case Planned.Refused(var problems) -> Answer.refused(problems);
        };
    }

    static Answer of(Plan plan) {
        return Answer.success(Json.obj("status", 200, "message", "OK", "plan",
                Json.obj("starts", list(plan.starts(), PlanAnswer::step), "stops",
                        list(plan.stops(), PlanAnswer::step), "changes",
                        list(plan.changes(), PlanAnswer::step),
                        "sessions", list(plan.sessions(), PlanAnswer::session), "warnings",
                        list(plan.warnings(), Json::of))));
    }

    private static <T> Json list(List<T> items, Function<T, Json> json) {
        return Json.of(items.stream().map(json).toList());
    }

    private static Json step(Plan.Step step) {
        return Json.obj("kind", step.kind(), "name", step.name(), "reason", step.reason());
    }

    private static Json session(Touched touched) {
        return Json.obj("name", touched.name(), "effect", touched.effect().word(), "reason",
                touched.reason());
    }
}
