package io.l7mp.core.change;

import io.l7mp.core.session.Touched;
import java.util.List;

/**
 * What a change would do, told without doing it.
 *
 * @param starts objects that come to be
 * @param stops objects that go
 * @param changes objects that stay, with something else in them
 * @param sessions those that it touches, in the order in which they began
 * @param warnings what is not as it seems: settings that nobody reads, payload that is lost on the way
 */
public record Plan(List<Step> starts, List<Step> stops, List<Step> changes, List<Touched> sessions,
        List<String> warnings) {
    /** Nothing happens. */
    public static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), List.of(), List.of());

    public Plan {
        starts = List.copyOf(starts);
        stops = List.copyOf(stops);
        changes = List.copyOf(changes);
        sessions = List.copyOf(sessions);
        warnings = List.copyOf(warnings);
    }

    /**
     * One object.
     *
     * @param kind what it is: the key that wraps such an object, or {@code admin}
     * @param name its name; of {@code admin} the setting
     * @param reason why, in words
     */
    public record Step(String kind, String name, String reason) {}

    /** {@return the same plan with these sessions} */
    public Plan touching(List<Touched> others) {
        return new Plan(starts, stops, changes, others, warnings);
    }
}
