package io.l7mp.control;

import io.l7mp.config.Dump;
import io.l7mp.config.Edit;
import io.l7mp.config.ObjectKind;
import io.l7mp.core.change.Office;
import java.util.function.BiConsumer;

/** What can be done alike with every kind of named object. */
final class ObjectHandlers {
    private final Office office;

    ObjectHandlers(Office office) {
        this.office = office;
    }

    Handler list(ObjectKind kind) {
        return (call, done) -> done.accept(Answer.success(dump(office).all(kind, call.recursive())));
    }

    Handler show(ObjectKind kind) {
        return (call, done) -> done.accept(dump(office).one(kind, call.name(), call.recursive())
                .map(Answer::success)
                .orElseGet(() -> Answer.refused(
                        "Not Found: Unknown " + kind.key() + " \"" + call.name() + "\"")));
    }

    Handler add(ObjectKind kind) {
        return change(office, (call, edit) -> edit.add(kind, call.wrapped(kind.key())));
    }

    Handler delete(ObjectKind kind) {
        return change(office, (call, edit) -> edit.delete(kind, call.name(), call.recursive()));
    }

    /** {@return a look at the configuration as it is now, which holds still} */
    static Dump dump(Office office) {
        return new Dump(office.tree());
    }

    /** {@return a handler that answers when the change has taken effect, or at once with what it would do} */
    static Handler change(Office office, BiConsumer<Call, Edit> work) {
        return (call, done) -> {
            if (call.dryRun()) {
                office.plan(edit -> work.accept(call, edit), planned -> done.accept(PlanAnswer.of(planned)));
            } else {
                office.submit(edit -> work.accept(call, edit), result -> done.accept(Answer.of(result)));
            }
        };
    }
}
