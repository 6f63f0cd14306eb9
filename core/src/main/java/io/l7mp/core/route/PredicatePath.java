package io.l7mp.core.route;

import io.l7mp.spi.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths as predicates write them, which are not those of rewrites: the text before the first slash counts for nothing, an empty
 * segment ends the path, {@code /} alone leads nowhere, and there are no escapes ({@code spec/proxy.md}, section 5.3).
 */
final class PredicatePath {
    /** The whole document: where a predicate looks that no other one re-rooted. */
    static final Path ROOT = new Path("/", List.of());

    private static final Path NOWHERE = new Path("", List.of());

    private PredicatePath() {}

    /**
     * Puts a path below another, so that a predicate inside a re-rooting one needs no second walk.
     *
     * @param base where the path begins
     * @param text not empty
     */
    static Path below(Path base, String text) {
        var written = text.split("/", -1);
        if (base.text().isEmpty() || written.length < 2 || written[1].isEmpty()) {
            return NOWHERE;
        }
        var segments = new ArrayList<>(base.segments());
        for (int i = 1; i < written.length && !written[i].isEmpty(); i++) {
            segments.add(written[i]);
        }
        return new Path("/" + String.join("/", segments), segments);
    }
}
