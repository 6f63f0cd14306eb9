package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.config.JsonCodec;
import io.l7mp.config.TextFormat;
import io.l7mp.spi.Json;
import java.util.ArrayList;

/**
 * A whole configuration that is edited as a text would be.
 *
 * @param edits what was done to it, in words
 */
record Document(Json.Obj json, String edits) {
    private static final int LONGEST = 1 << 20;

    Document(Json.Obj json) {
        this(json, "");
    }

    Document without(String list, String name) {
        var rest = new ArrayList<Json>(View.items(json.get(list).orElseThrow()));
        rest.removeIf(each -> View.text(each, "name").equals(name));
        return new Document(json.with(list, new Json.Arr(rest)), edits + " - " + name);
    }

    /** {@return the same with one more} */
    Document with(String list, String wrapped) {
        var yaml = (Json.Obj) TextFormat.YAML.read(wrapped.getBytes(UTF_8), LONGEST);
        var all = new ArrayList<Json>(View.items(json.get(list).orElseThrow()));
        all.add(yaml.members().values().iterator().next());
        return new Document(json.with(list, new Json.Arr(all)), edits + " + " + wrapped);
    }

    /** {@return YAML that says first what was done} */
    String text() {
        return "#" + edits + "\n" + new JsonCodec().write(json);
    }
}
