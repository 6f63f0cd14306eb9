package io.l7mp.core.route;

import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import java.util.ArrayList;
import java.util.List;

/** What gets lost on the way through a route's stages, in one direction, and what would help: no peer tells its user. */
public final class RouteCheck {
    private RouteCheck() {}

    /**
     * One place that payload comes through.
     *
     * @param name for texts, such as {@code listener "in"} or {@code cluster "ws"}
     * @param traits what it keeps; of the first stage, what it brings
     */
    public record Stage(String name, Traits traits) {}

    /**
     * Something that gets lost.
     *
     * @param text where, and what
     * @param remedy what to do about it
     */
    public record Warning(String text, String remedy) {}

    /**
     * Checks one direction.
     *
     * @param chain at least one stage: the source, the transforms in order, the destination; or the same seen from the destination
     * @return warnings, in the order of the stages
     */
    public static List<Warning> warnings(List<Stage> chain) {
        var warnings = new ArrayList<Warning>();
        var from = chain.getFirst();
        for (int i = 1; i < chain.size(); i++) {
            from = check(from, chain.get(i), warnings);
        }
        return warnings;
    }

    /** {@return the stage as the next one sees it: with what is left of its input} */
    private static Stage check(Stage from, Stage next, List<Warning> warnings) {
        var to = new Stage(next.name(), next.traits().after(from.traits()));
        borders(from, to, warnings);
        gaps(from, to, warnings);
        largest(from, to, warnings);
        halfClose(from, to, warnings);
        return new Stage(to.name(), left(from.traits(), to.traits()));
    }

    /** What was lost stays lost, and what did not fit does not come, so that nothing is said twice. */
    private static Traits left(Traits from, Traits to) {
        boolean halfClose = from.halfClose() && to.halfClose();
        if (from.shape() != to.shape()) {
            return new Traits(to.shape(), to.ordered(), to.reliable(), halfClose, to.pausable(),
                    to.largest());
        }
        return new Traits(to.shape(), from.ordered() && to.ordered(), from.reliable() && to.reliable(),
                halfClose,
                to.pausable(), Math.min(from.largest(), to.largest()));
    }

    private static boolean joins(Stage from, Stage to) {
        return from.traits().shape() == Shape.MESSAGES && to.traits().shape() == Shape.BYTES;
    }

    private static void borders(Stage from, Stage to, List<Warning> warnings) {
        if (joins(from, to)) {
            warnings.add(
                    new Warning("borders between messages of " + from.name() + " are lost in " + to.name(),
                            "give " + to.name() + " a framing, such as len16"));
        }
    }

    private static void gaps(Stage from, Stage to, List<Warning> warnings) {
        if (joins(from, to) && !keepsAll(from.traits())) {
            warnings.add(new Warning("lost or reordered messages of " + from.name()
                    + " leave gaps in the bytes of " + to.name(),
                    "give " + to.name() + " a framing, or take in a protocol that keeps order"));
        }
        if (from.traits().shape() == Shape.BYTES && !keepsAll(to.traits())) {
            warnings.add(
                    new Warning("bytes of " + from.name() + " may be lost or change places in " + to.name(),
                            "use a destination that is reliable and keeps order"));
        }
    }

    private static boolean keepsAll(Traits traits) {
        return traits.ordered() && traits.reliable();
    }

    private static void largest(Stage from, Stage to, List<Warning> warnings) {
        boolean messages = from.traits().shape() == Shape.MESSAGES && to.traits().shape() == Shape.MESSAGES;
        if (messages && to.traits().largest() < from.traits().largest()) {
            warnings.add(new Warning(
                    "messages of " + from.name() + " that are larger than " + to.traits().largest()
                            + " bytes do not fit into " + to.name(),
                    "send no larger ones, or choose another destination"));
        }
    }

    private static void halfClose(Stage from, Stage to, List<Warning> warnings) {
        if (from.traits().halfClose() && !to.traits().halfClose()) {
            warnings.add(new Warning(to.name() + " cannot be told that " + from.name() + " has sent all",
                    "set options.finish_timeout to how long an answer may take"));
        }
    }
}
