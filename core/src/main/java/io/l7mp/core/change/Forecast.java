package io.l7mp.core.change;

import io.l7mp.config.Edit;
import io.l7mp.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A change that stops when it is prepared, and tells what it would have gone on to do. Leaves nothing open; binds nothing. */
final class Forecast {
    private final Office office;
    private final Turn turn;
    private final Consumer<Planned> done;

    Forecast(Office office, Turn turn, Consumer<Planned> done) {
        this.office = office;
        this.turn = turn;
        this.done = done;
    }

    void run(Consumer<Edit> work) {
        Preparation.of(office, work, this::refuse, this::tell);
    }

    private void refuse(List<Problem> problems) {
        turn.end(() -> done.accept(new Planned.Refused(problems)));
    }

    private void tell(Preparation change) {
        change.leave();
        var plan = new PlanSteps(change, office.hall().facilities().json()).plan(warnings(change));
        office.hall().sessions().foretell(change.impact(),
                touched -> turn.end(() -> done.accept(new Planned.Foretold(plan.touching(touched)))));
    }

    private static List<String> warnings(Preparation change) {
        var warnings = new ArrayList<>(change.unread());
        warnings.addAll(change.lost());
        return warnings;
    }
}
