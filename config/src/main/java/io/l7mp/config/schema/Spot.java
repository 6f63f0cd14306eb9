package io.l7mp.config.schema;

import io.l7mp.spi.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a value and the place in the document that says what it may be.
 *
 * @param data such as {@code .requestBody.rules[2]}
 * @param schema such as {@code #/components/schemas/Rule}
 */
record Spot(String data, String schema) {
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_$][a-zA-Z0-9_$]*");

    /** {@return the spot of a member, which the document knows by another name where that is another} */
    Spot member(String key, String known) {
        return new Spot(data + key(key), schema + "/properties/" + known);
    }

    Spot item(int index) {
        return new Spot(data + "[" + index + "]", schema + "/items");
    }

    Spot named(String name) {
        return new Spot(data, "#/components/schemas/" + name);
    }

    /** {@return the spot of a member that the document does not tell from the whole} */
    Spot inside(String key) {
        return new Spot(data + key(key), schema);
    }

    private static String key(String key) {
        return WORD.matcher(key).matches()
                ? "." + key
                : "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }

    Violation missing(String name) {
        return violation("required", Json.obj("missingProperty", name),
                "should have required property '" + name + "'");
    }

    Violation type(String type) {
        return violation("type", Json.obj("type", type), "should be " + type);
    }

    Violation words(List<String> words) {
        return violation("enum",
                Json.obj("allowedValues", Json.of(words.stream().map(Json::of).toList())),
                "should be equal to one of the allowed values");
    }

    Violation limit(String keyword, String comparison, long limit) {
        return violation(keyword, Json.obj("comparison", comparison, "limit", limit, "exclusive", false),
                "should be " + comparison + " " + limit);
    }

    Violation undeclared(String name) {
        return violation("additionalProperties", Json.obj("additionalProperty", name),
                "should NOT have additional properties");
    }

    private Violation violation(String keyword, Json.Obj params, String message) {
        return new Violation(keyword, data, schema + "/" + keyword, params, message);
    }
}
