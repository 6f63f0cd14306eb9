package io.l7mp.core.change;

import io.l7mp.config.Problem;
import java.util.List;

/** What a change would come to. */
public sealed interface Planned {
    /**
     * It could be made, unless an address cannot be bound, which is not tried.
     *
     * @param plan what it would do
     */
    record Foretold(Plan plan) implements Planned {}

    /**
     * It would be refused.
     *
     * @param problems as the change itself would tell them; at least one
     */
    record Refused(List<Problem> problems) implements Planned {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
