package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;

/** What was found while a change was read: problems, which end it, and warnings, which do not. Both are bounded. */
final class Findings {
    private static final int MOST = 1000;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void problem(String content, String path, Json value, String expected) {
        problem(new Problem(content, path, Excerpt.of(value), expected));
    }

    void problem(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }

    void warn(String path, String text) {
        if (warnings.size() < MOST) {
            warnings.add(path + ": " + text);
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void complain() {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
    }
}
