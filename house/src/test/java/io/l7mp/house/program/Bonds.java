package io.l7mp.house.program;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What carries each session. A thing that was made anew is another one, even if it has the same name, and carries none of the
 * sessions of the earlier one.
 */
final class Bonds {
    private final Map<Thing, Integer> made = new HashMap<>();
    private final Map<String, Map<Thing, Integer>> bySession = new HashMap<>();

    /** These were made anew. */
    void made(Set<Thing> things) {
        things.forEach(thing -> made.merge(thing, 1, Integer::sum));
    }

    /** Learns of sessions that are new, and forgets those that are over. */
    void learn(View view) {
        view.sessions().forEach((name, past) -> {
            if (past.isOver()) {
                bySession.remove(name);
            } else if (!bySession.containsKey(name)) {
                var carriers = new HashMap<Thing, Integer>();
                past.uses().forEach(thing -> carriers.put(thing, number(thing)));
                bySession.put(name, carriers);
            }
        });
    }

    /** Somebody looked for an endpoint again, in the cluster that there is now. */
    void rebind(String session, View view) {
        var uses = Objects.requireNonNull(view.sessions().get(session)).uses();
        var carriers = Objects.requireNonNull(bySession.get(session));
        carriers.keySet().removeIf(thing -> thing.kind().equals("endpoint"));
        uses.stream().filter(thing -> thing.kind().equals("endpoint") || thing.name().endsWith("-cluster"))
                .forEach(thing -> carriers.put(thing, number(thing)));
    }

    private int number(Thing thing) {
        return made.getOrDefault(thing, 0);
    }

    /** {@return what happens to sessions when these things are taken away with all that they carry} */
    Map<String, String> without(Set<Thing> things) {
        var effects = new HashMap<String, String>();
        bySession.forEach((session, carriers) -> things.stream()
                .filter(thing -> Objects.equals(carriers.get(thing), number(thing)))
                .forEach(
                        thing -> effects.merge(session, thing.kind().equals("endpoint") ? "reconnect" : "end",
                                (one, other) -> one.equals("end") ? one : other)));
        return effects;
    }
}
