package io.l7mp.house.program;

import io.l7mp.config.JsonCodec;
import io.l7mp.spi.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a change was said to do.
 *
 * @param sessions effect by name
 */
record Forecast(Set<Thing> starts, Set<Thing> stops, Set<Thing> changes, Map<String, String> sessions) {
    static final Forecast NOTHING = new Forecast(Set.of(), Set.of(), Set.of(), Map.of());

    static Forecast of(String answer) {
        var plan = (Json.Obj) ((Json.Obj) new JsonCodec().read(answer)).get("plan").orElseThrow();
        return new Forecast(things(plan, "starts"), things(plan, "stops"), things(plan, "changes"),
                items(plan, "sessions").stream().collect(
                        Collectors.toMap(each -> View.text(each, "name"),
                                each -> View.text(each, "effect"))));
    }

    private static List<Json.Obj> items(Json.Obj plan, String key) {
        return View.items(plan.get(key).orElseThrow());
    }

    private static Set<Thing> things(Json.Obj plan, String key) {
        return items(plan, key).stream()
                .map(each -> new Thing(View.text(each, "kind"), View.text(each, "name")))
                .collect(Collectors.toSet());
    }

    /** {@return what comes to be that was not there, or not the same} */
    Set<Thing> appearing() {
        return without(starts, stops);
    }

    Set<Thing> vanishing() {
        return without(stops, starts);
    }

    /** {@return names that lead to another thing than before, which may read the same} */
    Set<Thing> replaced() {
        var both = new HashSet<>(starts);
        both.retainAll(stops);
        return both;
    }

    static <T> Set<T> without(Set<T> all, Set<T> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
