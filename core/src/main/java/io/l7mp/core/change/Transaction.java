package io.l7mp.core.change;

import io.l7mp.config.Edit;
import io.l7mp.config.Problem;
import io.l7mp.spi.Binding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change: prepares it, binds its listeners while they are still deaf, and only when all of that worked swaps the snapshot,
 * starts what is new, stops what is gone and tells sessions. Until everything new has started all of it can be taken back; what
 * throws after that is a bug which the rest of the change does not wait for.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final Office office;
    private final Turn turn;
    private final Consumer<Result> done;

    Transaction(Office office, Turn turn, Consumer<Result> done) {
        this.office = office;
        this.turn = turn;
        this.done = done;
    }

    void run(Consumer<Edit> work) {
        Preparation.of(office, work, this::refuse, this::bind);
    }

    private void refuse(List<Problem> problems) {
        turn.end(() -> done.accept(new Result.Refused(problems)));
    }

    private void bind(Preparation change) {
        NewDoors doors;
        try {
            warn(change);
            doors = new NewDoors(office, change.next().tree(), change.toBind());
        } catch (RuntimeException | Error bug) {
            change.leave();
            throw bug;
        }
        doors.bind(() -> turn.run(() -> {
            if (doors.problems().isEmpty()) {
                carryOut(change, doors);
            } else {
                takeBack(change, doors, doors.problems());
            }
        }));
    }

    private static void warn(Preparation change) {
        change.unread()
                .forEach(unread -> LOG.atWarn().addKeyValue("setting", unread).log("setting without effect"));
        change.lost().forEach(loss -> LOG.atWarn().addKeyValue("loss", loss).log("this way loses something"));
    }

    private void takeBack(Preparation change, NewDoors doors, List<Problem> problems) {
        change.leave();
        doors.close(() -> refuse(problems));
    }

    /** Peers that came to a listener which has started are let go with it if another one cannot start. */
    private void carryOut(Preparation change, NewDoors doors) {
        office.hall().current().set(change.next());
        var problems = doors.start(office.doors());
        if (problems.isEmpty()) {
            turn.run(() -> follow(change), _ -> applied(change));
        } else {
            office.hall().current().set(change.before());
            takeBack(change, doors, problems);
        }
    }

    /** It holds: everything else follows. */
    private void follow(Preparation change) {
        change.before().clusters().values().forEach(cluster -> office.attempt(cluster::leave));
        for (var listener : change.changes().listeners().changed()) {
            var door = office.doors().get(listener.id().serial());
            if (door != null) {
                office.attempt(() -> door.listener().use(listener));
            }
        }
        office.tellAdmin(change.before().tree().admin(), change.next().tree().admin());
        office.each(gone(change), Binding::stopAccepting,
                () -> turn.run(() -> tellSessions(change), _ -> applied(change)));
    }

    private List<Binding> gone(Preparation change) {
        var gone = new ArrayList<Binding>();
        for (var listener : change.changes().listeners().removed()) {
            var door = office.doors().remove(listener.id().serial());
            if (door != null) {
                gone.add(door.binding());
            }
        }
        return gone;
    }

    private void tellSessions(Preparation change) {
        office.hall().sessions().strike(change.impact(), () -> turn.end(() -> applied(change)));
    }

    private void applied(Preparation change) {
        done.accept(new Result.Applied(change.next().tree()));
    }
}
