package io.l7mp.config.schema;

import io.l7mp.spi.Json;

/**
 * One place where a value is not what its shape says, in the words of the validator that the reference has.
 *
 * @param keyword of JSON Schema that is not held
 * @param dataPath where in the value
 * @param schemaPath where in the OpenAPI document
 * @param params what the message speaks of
 * @param message what is wrong, without its subject
 */
public record Violation(String keyword, String dataPath, String schemaPath, Json.Obj params, String message) {
    /** {@return the same as the API answers it} */
    public Json.Obj json() {
        return Json.obj("keyword", keyword, "dataPath", dataPath, "schemaPath", schemaPath, "params", params,
                "message", message);
    }
}
