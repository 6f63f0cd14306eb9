package io.l7mp.control;

import io.l7mp.config.ConfigProblems;
import io.l7mp.config.ObjectKind;
import io.l7mp.core.change.Office;

/** What is asked for by way of the object that holds it: endpoints of a cluster, rules at places of a list. */
final class PartHandlers {
    private final Office office;

    PartHandlers(Office office) {
        this.office = office;
    }

    Handler endpoints() {
        return (call, done) -> done.accept(ObjectHandlers.dump(office).endpoints(call.name())
                .map(Answer::success)
                .orElseGet(() -> Answer.refused("No such cluster: " + call.name())));
    }

    Handler addEndpoint() {
        return ObjectHandlers.change(office,
                (call, edit) -> edit.addEndpoint(call.name(), call.wrapped(ObjectKind.ENDPOINT.key())));
    }

    Handler rule() {
        return (call, done) -> done.accept(rule(call));
    }

    private Answer rule(Call call) {
        try {
            return Answer.success(
                    ObjectHandlers.dump(office).ruleAt(call.name(), call.position(), call.recursive()));
        } catch (ConfigProblems e) {
            return Answer.refused(e.problems());
        }
    }

    Handler addRule() {
        return ObjectHandlers.change(office,
                (call, edit) -> edit.addRule(call.name(), call.position(),
                        call.wrapped(ObjectKind.RULE.key())));
    }

    Handler deleteRule() {
        return ObjectHandlers.change(office,
                (call, edit) -> edit.deleteRuleAt(call.name(), call.position(), call.recursive()));
    }
}
