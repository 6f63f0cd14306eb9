package io.l7mp.core.route;

import io.l7mp.core.route.RegexParser.Parsed;
import io.l7mp.core.route.RegexParser.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns the parts of an expression into instructions. Repetitions with numbers are written out, so there is a bound for all of it. */
final class RegexCompiler {
    /** How many parts may be written out. */
    private static final int LARGEST = 20_000;

    private final boolean looksBack;
    private final boolean ignoreCase;
    private final List<RegexNode.Unit> units = new ArrayList<>();
    private int[] code = new int[64 * RegexProgram.SIZE];
    private int size;
    private int slots;
    private int written;
    private boolean backwards;

    private RegexCompiler(Parsed parsed, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        this.looksBack = parsed.looksBack();
        this.slots = looksBack ? 2 * (parsed.groups() + 1) : 0;
    }

    static RegexProgram compile(Parsed parsed, boolean ignoreCase) throws Refused {
        var compiler = new RegexCompiler(parsed, ignoreCase);
        compiler.node(parsed.root());
        compiler.emit(RegexProgram.MATCH, 0, 0);
        return new RegexProgram(Arrays.copyOf(compiler.code, compiler.size),
                compiler.units, compiler.slots, ignoreCase);
    }

    private int emit(int operation, int a, int b) {
        if (size == code.length) {
            code = Arrays.copyOf(code, 2 * size);
        }
        int at = size;
        code[size++] = operation;
        code[size++] = a;
        code[size++] = b;
        return at;
    }

    private void node(RegexNode node) throws Refused {
        if (++written > LARGEST) {
            throw new Refused("too large");
        }
        switch (node) {
            case RegexNode.Unit unit -> {
                units.add(ignoreCase ? new RegexNode.Unit(CaseFolding.of(unit.set()), unit.negated()) : unit);
                emit(RegexProgram.UNIT, units.size() - 1, backwards ? 1 : 0);
            }
            case RegexNode.Sequence(var parts) -> {
                for (var part : backwards ? parts.reversed() : parts) {
                    node(part);
                }
            }
            case RegexNode.Choice(var alternatives) -> choice(alternatives);
            case RegexNode.Repeat repeat -> repeat(repeat);
            case RegexNode.Group(int number, var body) -> group(number, body);
            case RegexNode.Again(int group) -> emit(RegexProgram.AGAIN, group, backwards ? 1 : 0);
            case RegexNode.Look look -> look(look);
            case RegexNode.Border border -> border(border);
        }
    }

    private void border(RegexNode.Border border) {
        switch (border) {
            case START -> emit(RegexProgram.AT_START, 0, 0);
            case END -> emit(RegexProgram.AT_END, 0, 0);
            case WORD -> emit(RegexProgram.AT_WORD, 1, 0);
            case NO_WORD -> emit(RegexProgram.AT_WORD, 0, 0);
        }
    }

    private void choice(List<RegexNode> alternatives) throws Refused {
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < alternatives.size() - 1; i++) {
            int split = emit(RegexProgram.SPLIT, size + RegexProgram.SIZE, 0);
            node(alternatives.get(i));
            ends.add(emit(RegexProgram.JUMP, 0, 0));
            code[split + 2] = size;
        }
        node(alternatives.getLast());
        for (int end : ends) {
            code[end + 1] = size;
        }
    }

    private void group(int number, RegexNode body) throws Refused {
        if (!looksBack) {
            node(body);
            return;
        }
        int start = 2 * number;
        emit(RegexProgram.SAVE, backwards ? start + 1 : start, 0);
        node(body);
        emit(RegexProgram.SAVE, backwards ? start : start + 1, 0);
    }

    private void look(RegexNode.Look look) throws Refused {
        int at = emit(RegexProgram.LOOK, 0, look.negative() ? 1 : 0);
        boolean outside = backwards;
        backwards = look.behind();
        node(look.body());
        backwards = outside;
        emit(RegexProgram.MATCH, 0, 0);
        code[at + 1] = size;
    }

    private void repeat(RegexNode.Repeat repeat) throws Refused {
        for (int i = 0; i < repeat.least(); i++) {
            turn(repeat);
        }
        if (repeat.most() == RegexQuantifier.ANY_NUMBER) {
            int split = split(repeat.greedy());
            optionalTurn(repeat);
            emit(RegexProgram.JUMP, split, 0);
            leaveTo(split, repeat.greedy());
            return;
        }
        var splits = new ArrayList<Integer>();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            splits.add(split(repeat.greedy()));
            optionalTurn(repeat);
        }
        for (int split : splits) {
            leaveTo(split, repeat.greedy());
        }
    }

    /** Writes a choice between what follows and a place that is not known yet. */
    private int split(boolean greedy) {
        int next = size + RegexProgram.SIZE;
        return emit(RegexProgram.SPLIT, greedy ? next : 0, greedy ? 0 : next);
    }

    private void leaveTo(int split, boolean greedy) {
        code[split + (greedy ? 2 : 1)] = size;
    }

    private void turn(RegexNode.Repeat repeat) throws Refused {
        var groups = repeat.groups();
        if (looksBack && groups.from() < groups.to()) {
            emit(RegexProgram.FORGET, 2 * groups.from(), 2 * groups.to());
        }
        node(repeat.body());
    }

    private void optionalTurn(RegexNode.Repeat repeat) throws Refused {
        if (!repeat.body().mayBeEmpty()) {
            turn(repeat);
            return;
        }
        int slot = slots++;
        emit(RegexProgram.SAVE, slot, 0);
        turn(repeat);
        emit(RegexProgram.MOVED, slot, 0);
    }
}
