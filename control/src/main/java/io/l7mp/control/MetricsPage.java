package io.l7mp.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.l7mp.core.change.Office;
import io.l7mp.core.metric.Exposition;
import io.l7mp.core.metric.Family;
import io.l7mp.core.metric.ProcessFigures;
import io.l7mp.core.metric.Sample;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The page of all metrics. Made on virtual threads, never on an event loop.
 *
 * <p>A page is as old as the request for it, up to a number of pages each second; past that, callers share the newest, so that no
 * number of callers keeps the processor or the memory busy.
 */
public final class MetricsPage {
    private static final int MOST_PER_SECOND = 8;
    private static final long SECOND = 1_000;

    private final Office office;
    private final String version;
    private final Supplier<List<Family>> below;
    private final InstantSource clock;

    /** Guarded by this object, as all below. */
    private byte[] newest = {};

    private long second;
    private int made = MOST_PER_SECOND;

    /**
     * Makes the page.
     *
     * @param office knows what is configured and counted
     * @param version the program's
     * @param below what event loops count
     */
    public MetricsPage(Office office, String version, Supplier<List<Family>> below) {
        this.office = requireNonNull(office, "office");
        this.version = requireNonNull(version, "version");
        this.below = requireNonNull(below, "below");
        clock = office.hall().facilities().clock();
    }

    /** {@return the page as text of the type {@link Exposition#CONTENT_TYPE}; not to be written to} */
    public synchronized byte[] text() {
        long now = clock.millis() / SECOND;
        if (now != second) {
            second = now;
            made = 0;
        }
        if (newest.length == 0 || made < MOST_PER_SECOND) {
            made++;
            newest = Exposition.write(families()).getBytes(UTF_8);
        }
        return newest;
    }

    private List<Family> families() {
        var tree = office.tree();
        var facilities = office.hall().facilities();
        var all = new ArrayList<>(facilities.totals()
                .families(tree.listeners().keySet(), tree.clusters().keySet(), clock));
        all.add(Family.gauge("l7mp_build_info", "Always 1; the version is in the label",
                List.of(Sample.of("version", version, 1))));
        all.addAll(below.get());
        all.addAll(ProcessFigures.families());
        return all;
    }
}
