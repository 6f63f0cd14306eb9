package io.l7mp.core.route;

import java.util.List;

/** One part of a parsed regular expression. */
sealed interface RegexNode {
    /**
     * One unit out of a set, or out of all others. The negation is kept apart, since {@code [^a]} without regard to case is not
     * the same as any of all units but {@code a}.
     */
    record Unit(CharSet set, boolean negated) implements RegexNode {}

    /** All of them, one after the other. */
    record Sequence(List<RegexNode> parts) implements RegexNode {}

    /** One of them, the first that fits. */
    record Choice(List<RegexNode> alternatives) implements RegexNode {}

    /**
     * The same several times.
     *
     * @param most {@link RegexQuantifier#ANY_NUMBER} for no limit
     * @param groups numbers of the capturing groups inside: from, and up to but without
     */
    record Repeat(RegexNode body, int least, int most, boolean greedy, Span groups) implements RegexNode {}

    /** Numbers of capturing groups that were opened one after the other. */
    record Span(int from, int to) {}

    /** Remembers what it found. */
    record Group(int number, RegexNode body) implements RegexNode {}

    /** What a group found, once more. */
    record Again(int group) implements RegexNode {}

    /** Looks at what follows, or at what went before, and moves nowhere. */
    record Look(RegexNode body, boolean behind, boolean negative) implements RegexNode {}

    /** {@return whether it may fit without taking a unit} */
    default boolean mayBeEmpty() {
        return switch (this) {
            case Unit _ -> false;
            case Sequence(var parts) -> parts.stream().allMatch(RegexNode::mayBeEmpty);
            case Choice(var alternatives) -> alternatives.stream().anyMatch(RegexNode::mayBeEmpty);
            case Repeat repeat -> repeat.least == 0 || repeat.body.mayBeEmpty();
            case Group(_, var body) -> body.mayBeEmpty();
            case Again _,Look _,Border _ -> true;
        };
    }

    /** A place between units. */
    enum Border implements RegexNode {
        START, END, WORD, NO_WORD
    }
}
