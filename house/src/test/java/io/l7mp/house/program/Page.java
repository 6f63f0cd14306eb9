package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.parser.Parser;

/**
 * What can be run of a page. A block marked {@code sh} is a step, and one that follows it at once shows what it prints. The word after
 * {@code sh} says that it {@code stays}, and the one after another language names the file in which the text is to be.
 *
 * @param files texts by file name
 * @param loose blocks without a fence, of which nobody knows what they are
 */
record Page(List<Step> steps, Map<String, String> files, List<String> loose) {
    private static final String SHELL = "sh";
    private static final String STAYS = SHELL + " stays";

    /**
     * One block of commands.
     *
     * @param stays whether it runs until the page is over, as in a terminal of its own
     * @param shown what the page shows beneath it; empty for nothing
     */
    record Step(String script, boolean stays, String shown) {}

    static Page read(Path file) {
        var page = new Page(new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
        Parser.builder().build().parse(text(file)).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                page.add(block);
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                page.loose.add(block.getLiteral());
            }
        });
        return page;
    }

    /** {@return the examples at the end of a help text, a step for each line} */
    static Page examples(Path help) {
        var steps = text(help).split("(?m)^Examples:\n", 2)[1].lines().map(String::strip)
                .map(line -> new Step(line + "\n", line.startsWith("l7mp "), "")).toList();
        return new Page(steps, Map.of(), List.of());
    }

    private void add(FencedCodeBlock block) {
        var info = block.getInfo() == null ? "" : block.getInfo().strip();
        if (info.equals(SHELL) || info.equals(STAYS)) {
            var shown = block.getNext() instanceof FencedCodeBlock next && !next.getInfo().startsWith(SHELL)
                    ? next.getLiteral()
                    : "";
            steps.add(new Step(block.getLiteral(), info.equals(STAYS), shown));
        } else if (info.contains(" ")) {
            files.put(info.substring(info.indexOf(' ') + 1), block.getLiteral());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
