package io.l7mp.core.route;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One session's way through the rules: its metadata, made JSON at the first look and no sooner, and what effort is left. */
final class Decision {
    private final Metadata metadata;
    private final Runnable tooExpensive;
    private final Effort effort = new Effort();
    private Json.@Nullable Obj document;

    Decision(Metadata metadata, Runnable tooExpensive) {
        this.metadata = metadata;
        this.tooExpensive = tooExpensive;
    }

    Optional<Json> get(Path path) {
        var known = document;
        if (known == null) {
            known = metadata.json();
            document = known;
        }
        return path.get(known);
    }

    /** {@return the metadata, as a document if it was made one} */
    Metadata metadata() {
        return document == null ? metadata : Metadata.of(document);
    }

    boolean finds(Regex regex, String text) {
        effort.begin();
        boolean found = regex.find(text, effort);
        if (!found && effort.spent()) {
            tooExpensive.run();
        }
        effort.end();
        return found;
    }
}
