package io.l7mp.core.change;

import io.l7mp.config.Problem;
import io.l7mp.config.Tree;
import java.util.List;

/** What became of a change. */
public sealed interface Result {
    /**
     * All of it holds now.
     *
     * @param tree the configuration as it is now
     */
    record Applied(Tree tree) implements Result {}

    /**
     * Nothing of it holds.
     *
     * @param problems every one that was found, in the order in which objects are made; at least one
     */
    record Refused(List<Problem> problems) implements Result {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
