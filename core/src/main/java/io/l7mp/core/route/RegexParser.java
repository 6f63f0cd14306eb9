package io.l7mp.core.route;

import io.l7mp.core.route.RegexNode.Border;
import io.l7mp.core.route.RegexNode.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a regular expression in JavaScript's syntax without the flags {@code u} and {@code v}: ECMA-262, section 22.2.1, with the
 * leniency of its annex B.1.2 (a brace or a bracket that closes nothing is itself, octal escapes, unknown escapes are themselves).
 */
final class RegexParser {
    /** How deep groups may be nested. */
    private static final int DEEPEST = 100;

    private final String source;
    private final int groupCount;
    private final Map<String, Integer> names = new HashMap<>();
    private int at;
    private int opened;
    private int depth;
    private boolean looksBack;

    private RegexParser(String source) {
        this.source = source;
        this.groupCount = countGroups();
    }

    /**
     * What was read.
     *
     * @param groups how many capturing groups there are
     * @param looksBack whether what a group found is asked for
     */
    record Parsed(RegexNode root, int groups, boolean looksBack) {}

    /** The text is no regular expression, or one too large for us. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    static Parsed parse(String source) throws Refused {
        var parser = new RegexParser(source);
        var root = parser.choice();
        if (parser.more()) {
            throw new Refused("a closing bracket that closes nothing");
        }
        return new Parsed(root, parser.groupCount, parser.looksBack);
    }

    /** Counts capturing groups ahead, since a number above their count is no back reference; takes their names too. */
    private int countGroups() {
        int count = 0;
        boolean inClass = false;
        for (int i = 0; i < source.length(); i++) {
            switch (source.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> {
                    boolean named = source.startsWith("(?<", i) && !source.startsWith("(?<=", i)
                            && !source.startsWith("(?<!", i);
                    if (!inClass && (named || !source.startsWith("(?", i))) {
                        count++;
                        int end = source.indexOf('>', i);
                        if (named && end > 0) {
                            names.putIfAbsent(source.substring(i + 3, end), count);
                        }
                    }
                }
                default -> {
                }
            }
        }
        return count;
    }

    private boolean more() {
        return at < source.length();
    }

    private boolean skip(String expected) {
        if (source.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    private RegexNode choice() throws Refused {
        if (++depth > DEEPEST) {
            throw new Refused("nested too deep");
        }
        var alternatives = new ArrayList<RegexNode>();
        do {
            alternatives.add(sequence());
        } while (skip("|"));
        depth--;
        return alternatives.size() == 1 ? alternatives.getFirst() : new RegexNode.Choice(alternatives);
    }

    private RegexNode sequence() throws Refused {
        var parts = new ArrayList<RegexNode>();
        while (more() && source.charAt(at) != '|' && source.charAt(at) != ')') {
            int before = opened;
            var part = part();
            parts.add(repeated(part, new Span(before + 1, opened + 1)));
        }
        return parts.size() == 1 ? parts.getFirst() : new RegexNode.Sequence(List.copyOf(parts));
    }

    private RegexNode part() throws Refused {
        char c = source.charAt(at++);
        return switch (c) {
            case '^' -> Border.START;
            case '$' -> Border.END;
            case '.' -> new RegexNode.Unit(CharSet.DOT, false);
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '*', '+', '?' -> throw new Refused("nothing to repeat");
            case '{' -> {
                if (RegexQuantifier.at(source, at - 1).isPresent()) {
                    throw new Refused("nothing to repeat");
                }
                yield literal(c);
            }
            default -> literal(c);
        };
    }

    private static RegexNode literal(int unit) {
        return new RegexNode.Unit(CharSet.of(unit, unit), false);
    }

    private RegexNode group() throws Refused {
        RegexNode node;
        if (skip("?:")) {
            node = new RegexNode.Sequence(List.of(choice())); // whatever is in it, it may be repeated now
        } else if (skip("?=") || skip("?!")) {
            boolean negative = source.charAt(at - 1) == '!';
            node = new RegexNode.Look(choice(), false, negative);
        } else if (skip("?<=") || skip("?<!")) {
            boolean negative = source.charAt(at - 1) == '!';
            node = new RegexNode.Look(choice(), true, negative);
        } else if (skip("?<")) {
            at = source.indexOf('>', at) + 1;
            if (at == 0) {
                throw new Refused("a group's name without end");
            }
            int number = ++opened;
            node = new RegexNode.Group(number, choice());
        } else if (skip("?")) {
            throw new Refused("an unknown kind of group");
        } else {
            int number = ++opened;
            node = new RegexNode.Group(number, choice());
        }
        if (!skip(")")) {
            throw new Refused("a group without end");
        }
        return node;
    }

    private RegexNode escape() throws Refused {
        if (!more()) {
            throw new Refused("an escape without a character");
        }
        char c = source.charAt(at);
        if (c == 'b' || c == 'B') {
            at++;
            return c == 'b' ? Border.WORD : Border.NO_WORD;
        }
        if (c == 'k' && !names.isEmpty()) {
            return named();
        }
        if (c >= '1' && c <= '9') {
            int number = 0;
            int i = at;
            while (i < source.length() && number <= groupCount && source.charAt(i) >= '0'
                    && source.charAt(i) <= '9') {
                number = number * 10 + source.charAt(i++) - '0';
            }
            if (number <= groupCount) {
                at = i;
                return again(number);
            }
        }
        var classes = new RegexClassParser(source, at);
        var node = new RegexNode.Unit(classes.escape(false), false);
        at = classes.at();
        return node;
    }

    private RegexNode characterClass() throws Refused {
        var classes = new RegexClassParser(source, at);
        var node = classes.bracketed();
        at = classes.at();
        return node;
    }

    private RegexNode named() throws Refused {
        int end = source.indexOf('>', at);
        var number = source.startsWith("k<", at) && end > 0
                ? names.get(source.substring(at + 2, end))
                : null;
        if (number == null) {
            throw new Refused("no group of that name");
        }
        at = end + 1;
        return again(number);
    }

    private RegexNode again(int number) {
        looksBack = true;
        return new RegexNode.Again(number);
    }

    private RegexNode repeated(RegexNode body, Span groups) throws Refused {
        var found = RegexQuantifier.at(source, at);
        if (found.isEmpty()) {
            return body;
        }
        if (body instanceof Border || (body instanceof RegexNode.Look look && look.behind())) {
            throw new Refused("nothing to repeat");
        }
        at = found.get().end();
        boolean greedy = !skip("?");
        return new RegexNode.Repeat(body, found.get().least(), found.get().most(), greedy, groups);
    }
}
