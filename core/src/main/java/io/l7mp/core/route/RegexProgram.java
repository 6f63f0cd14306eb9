package io.l7mp.core.route;

import java.util.List;

/** A compiled expression: instructions of three numbers each, for {@link RegexRun}. */
final class RegexProgram {
    static final int SIZE = 3;

    /** Takes one unit: its index in {@link #units}, 1 to go backwards. */
    static final int UNIT = 0;
    /** Goes on in two places, the first one first. */
    static final int SPLIT = 1;
    static final int JUMP = 2;
    /** Remembers the position in a slot. */
    static final int SAVE = 3;
    /** Fails if the position is the one in a slot: this turn of a loop took nothing. */
    static final int MOVED = 4;
    /** Forgets slots: from, and up to but without. */
    static final int FORGET = 5;
    /** Takes what a group found: its number, 1 to go backwards. */
    static final int AGAIN = 6;
    /** Runs what follows up to the next {@link #MATCH} on its own: where to go on, 1 if it must fail. */
    static final int LOOK = 7;
    static final int AT_START = 8;
    static final int AT_END = 9;
    /** Is between a unit of a word and one that is none: 1, or 0 to be anywhere else. */
    static final int AT_WORD = 10;
    static final int MATCH = 11;

    /** Operation and two operands, in turn. */
    final int[] code;
    /** What single units are compared with. */
    final List<RegexNode.Unit> units;
    /** How many numbers a run remembers: the borders of groups, and where turns of loops began. */
    final int slots;
    final boolean ignoreCase;

    RegexProgram(int[] code, List<RegexNode.Unit> units, int slots, boolean ignoreCase) {
        this.code = code;
        this.units = List.copyOf(units);
        this.slots = slots;
        this.ignoreCase = ignoreCase;
    }

    /** {@return whether it can only fit at the start} */
    boolean anchored() {
        return code[0] == AT_START;
    }
}
