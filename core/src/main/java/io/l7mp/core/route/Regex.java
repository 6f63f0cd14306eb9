package io.l7mp.core.route;

import io.l7mp.core.route.RegexParser.Refused;
import java.util.Optional;

/**
 * A regular expression in JavaScript's syntax that can be searched for at a bounded price. Immutable, shared by all loops.
 *
 * <p>Ours and not the JDK's for two reasons. The JDK's engine can go on for ever without reading one character, so counting what
 * it reads does not bound it: sixty times {@code (?:a?|b?)} and then {@code (?!)}, searched for in an empty text. And it recurses
 * with the length of the input until the stack is full. This one counts every step and keeps its own stack.
 */
final class Regex {
    /** Longer expressions are refused. */
    static final int LONGEST = 4096;

    /** Longer texts are not searched. */
    static final int LONGEST_INPUT = 65_536;

    private final RegexProgram program;

    private Regex(RegexProgram program) {
        this.program = program;
    }

    /**
     * Compiles an expression.
     *
     * @param source unanchored, without slashes and flags
     * @return the expression; empty if it is none, or too large
     */
    static Optional<Regex> of(String source, boolean ignoreCase) {
        if (source.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Regex(RegexCompiler.compile(RegexParser.parse(source), ignoreCase)));
        } catch (Refused _) { // what a user wrote; the predicate is false then, as in the reference
            return Optional.empty();
        }
    }

    /**
     * Searches.
     *
     * @param effort begun; tells afterwards whether the search was cut short
     * @return whether the expression fits anywhere in the text; false if the effort did not suffice
     */
    boolean find(String text, Effort effort) {
        if (text.length() > LONGEST_INPUT) {
            effort.exhaust();
            return false;
        }
        return new RegexRun(program, text, effort).find();
    }
}
