package io.l7mp.config;

import java.util.List;

/** Everything that is wrong with a change; nothing of it was done. The message is the first problem's content. */
public final class ConfigProblems extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    /**
     * Says what is wrong.
     *
     * @param problems all of it, in the order of creation; at least one
     */
    public ConfigProblems(List<Problem> problems) {
        super(problems.getFirst().content());
        this.problems = List.copyOf(problems);
    }

    /** {@return all of them, in the order of creation} */
    public List<Problem> problems() {
        return problems;
    }
}
