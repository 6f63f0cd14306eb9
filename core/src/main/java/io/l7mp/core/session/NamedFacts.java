package io.l7mp.core.session;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The protocol's facts, with the session's name before them.
 *
 * @param name the session's name
 * @param facts the protocol's
 */
record NamedFacts(String name, Metadata facts) implements Metadata.Facts {
    @Override
    public Json.Obj json() {
        var members = new LinkedHashMap<String, Json>();
        members.put("name", Json.of(name));
        members.putAll(facts.json().members());
        return new Json.Obj(members);
    }

    @Override
    public Optional<Json> get(Path path) {
        var segments = path.segments();
        boolean plain = !segments.isEmpty() && !segments.getFirst().equals("name");
        return plain ? facts.get(path) : path.get(json());
    }
}
