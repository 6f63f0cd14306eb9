package io.l7mp.core.route;

import java.util.Arrays;

/**
 * One search: a backtracking machine with a stack of its own. Every instruction is one step of the effort.
 *
 * <p>The stack holds pairs: a place in the program and a position to go on from, or the complement of a slot and its old value.
 */
final class RegexRun {
    /** Where more is to be remembered, the search counts as too expensive: 2 MiB. */
    private static final int DEEPEST = 1 << 19;

    private final RegexProgram program;
    private final String text;
    private final Effort effort;
    private final int[] slots;
    private int[] stack = new int[64];
    private int top;

    RegexRun(RegexProgram program, String text, Effort effort) {
        this.program = program;
        this.text = text;
        this.effort = effort;
        this.slots = new int[program.slots];
        Arrays.fill(slots, -1);
    }

    boolean find() {
        int last = program.anchored() ? 0 : text.length();
        for (int start = 0; start <= last; start++) {
            if (run(0, start)) {
                return true;
            }
            if (effort.spent()) {
                return false;
            }
        }
        return false;
    }

    /** Runs up to a match, or until every way has failed; then the stack and the slots are as before. */
    private boolean run(int startPc, int startPosition) {
        int[] code = program.code;
        int base = top;
        int pc = startPc;
        int position = startPosition;
        while (effort.take()) {
            int a = code[pc + 1];
            int b = code[pc + 2];
            boolean going = true;
            switch (code[pc]) {
                case RegexProgram.UNIT -> {
                    int at = position - b;
                    going = at >= 0 && at < text.length() && fits(program.units.get(a), text.charAt(at));
                    position += 1 - 2 * b;
                }
                case RegexProgram.SPLIT -> {
                    push(b, position);
                    pc = a - RegexProgram.SIZE;
                }
                case RegexProgram.JUMP -> pc = a - RegexProgram.SIZE;
                case RegexProgram.SAVE -> save(a, position);
                case RegexProgram.MOVED -> going = slots[a] != position;
                case RegexProgram.FORGET -> {
                    for (int slot = a; slot < b && effort.take(); slot++) {
                        save(slot, -1);
                    }
                }
                case RegexProgram.AGAIN -> {
                    int length = again(a, b, position);
                    going = length >= 0;
                    position += b == 0 ? length : -length;
                }
                case RegexProgram.LOOK -> {
                    going = look(pc + RegexProgram.SIZE, position, b == 1);
                    pc = a - RegexProgram.SIZE;
                }
                case RegexProgram.AT_START -> going = position == 0;
                case RegexProgram.AT_END -> going = position == text.length();
                case RegexProgram.AT_WORD -> going = (word(position - 1) != word(position)) == (a == 1);
                default -> {
                    return true;
                }
            }
            pc += RegexProgram.SIZE;
            if (!going) {
                if (!backtrack(base)) {
                    return false;
                }
                pc = stack[top];
                position = stack[top + 1];
            }
        }
        return false;
    }

    /** Undoes what was remembered since the last choice, which is then on top; false if there was none above the base. */
    private boolean backtrack(int base) {
        while (top > base) {
            top -= 2;
            if (stack[top] >= 0) {
                return true;
            }
            slots[~stack[top]] = stack[top + 1];
        }
        return false;
    }

    private void push(int key, int value) {
        if (top == stack.length) {
            if (top >= DEEPEST) {
                effort.exhaust();
                return;
            }
            stack = Arrays.copyOf(stack, 2 * top);
        }
        stack[top++] = key;
        stack[top++] = value;
    }

    private void save(int slot, int value) {
        push(~slot, slots[slot]);
        slots[slot] = value;
    }

    /** Nobody comes back into what was looked at, but what its groups found is undone with what went before. */
    private boolean look(int pc, int position, boolean negative) {
        int base = top;
        boolean found = run(pc, position);
        if (negative && found) {
            while (backtrack(base)) { // leaves out the choices
            }
        } else if (found) {
            int kept = base;
            for (int i = base; i < top; i += 2) {
                if (stack[i] < 0) {
                    stack[kept++] = stack[i];
                    stack[kept++] = stack[i + 1];
                }
            }
            top = kept;
        }
        return found != negative;
    }

    private boolean fits(RegexNode.Unit unit, char c) {
        return unit.set().has(program.ignoreCase ? CaseFolding.of(c) : c) != unit.negated();
    }

    /** {@return how long the group's find is if it stands here once more, else -1; a group that found nothing is empty} */
    private int again(int group, int backwards, int position) {
        int from = slots[2 * group];
        int to = slots[2 * group + 1];
        if (from < 0 || to < 0) {
            return 0;
        }
        int length = to - from;
        int start = backwards == 0 ? position : position - length;
        if (start < 0 || start + length > text.length()) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            if (!effort.take() || !alike(text.charAt(from + i), text.charAt(start + i))) {
                return -1;
            }
        }
        return length;
    }

    private boolean alike(char one, char other) {
        return one == other || (program.ignoreCase && CaseFolding.of(one) == CaseFolding.of(other));
    }

    private boolean word(int position) {
        return position >= 0 && position < text.length() && CharSet.WORD.has(text.charAt(position));
    }
}
