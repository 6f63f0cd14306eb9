package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found while a change was read: problems, which end it, and warnings, which do not. Both are bounded in number and length,
 * warnings more, as they go into the log.
 */
final class Findings {
    private static final int MOST = 1000;
    private static final int MOST_WARNINGS = 20;
    private static final int LONGEST_CONTENT = 2000;
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_TEXT = 500;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int unsaid;

    void problem(String content, String path, Json value, String expected) {
        problem(new Problem(Excerpt.cut(content, LONGEST_CONTENT), Excerpt.cut(path, LONGEST_PATH),
                Excerpt.of(value), expected));
    }

    void problem(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }

    void warn(String path, String text) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(Excerpt.cut(path, LONGEST_PATH) + ": " + Excerpt.cut(text, LONGEST_TEXT));
        } else {
            unsaid++;
        }
    }

    List<String> warnings() {
        var all = new ArrayList<>(warnings);
        if (unsaid > 0) {
            all.add("and " + unsaid + " more");
        }
        return List.copyOf(all);
    }

    void complain() {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
    }
}
