package io.l7mp.control;

import io.l7mp.config.schema.Catalogue;
import io.l7mp.config.schema.JsonSchema;
import io.l7mp.config.schema.Member;
import io.l7mp.config.schema.Shape;
import io.l7mp.core.change.Office;
import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the API down as OpenAPI 3.1, from the table of operations and the shapes that strict mode checks. */
public final class OpenApi {
    private static final String DESCRIPTION = "Everything that can be configured can be created, read and deleted while traffic "
            + "flows. There is no update: delete an object and add it again.";

    /** Refusals by status: who they are for, and why. */
    private static final SortedMap<Integer, String> REFUSALS = new TreeMap<>(Map.of(
            400, "What was sent cannot be read or applied, or a name is unknown.",
            401, "The caller is on another machine and did not prove who it is.",
            403, "A web page from elsewhere may have sent this.",
            404, "Unknown path or method.",
            408, "The body did not come in time.",
            413, "The body is too long.",
            415, "The body is neither JSON nor YAML.",
            422, "In strict mode: the request is not as this document says.",
            500, "A bug; the log has it.",
            503, "Too many requests at once."));
    private static final List<Integer> OF_BODIES = List.of(408, 413, 415);

    private final Catalogue catalogue;

    private OpenApi(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Describes the API of a proxy.
     *
     * @param office knows the protocols there are
     * @param version the program's
     * @return the document
     */
    public static Json.Obj of(Office office, String version) {
        return new OpenApi(new Catalogue(office.types())).document(Operations.on(office, version), version);
    }

    private Json.Obj document(Operations operations, String version) {
        return Json.obj("openapi", "3.1.0",
                "info", Json.obj("title", "l7mp", "description", DESCRIPTION, "version", version,
                        "license", Json.obj("name", "Apache-2.0", "identifier", "Apache-2.0")),
                "servers", Json.of(List.of(Json.obj("url", "/"))),
                "security", Json.of(List.of(Json.EMPTY, Json.obj("token", Json.of(List.of())))),
                "tags", tags(operations),
                "paths", paths(operations),
                "components", Json.obj("schemas", schemas(), "responses", refusals(),
                        "securitySchemes", Json.obj("token", Json.obj("type", "http", "scheme", "bearer",
                                "description", "Asked of callers that are not on the proxy's machine."))));
    }

    private static Json tags(Operations operations) {
        return Json.of(operations.all().stream().map(OpenApi::tag).distinct()
                .map(tag -> Json.obj("name", tag)).toList());
    }

    /** {@return the first word of the path behind what all have in common} */
    private static String tag(Operation operation) {
        return operation.path().substring(Operations.ROOT.length() + 1).split("[/.]", 2)[0];
    }

    private Json paths(Operations operations) {
        var paths = new LinkedHashMap<String, Json>();
        for (var operation : operations.all()) {
            var path = (Json.Obj) paths.getOrDefault(operation.path(), Json.EMPTY);
            paths.put(operation.path(),
                    path.with(operation.method().toLowerCase(Locale.ROOT), operation(operation)));
        }
        return new Json.Obj(paths);
    }

    private static Json operation(Operation operation) {
        var sheet = operation.sheet();
        var shown = Json.obj("operationId", operation.id(), "summary", sheet.summary(), "tags",
                Json.of(List.of(Json.of(tag(operation)))));
        var parameters = new ArrayList<Json>();
        operation.placesShape().members().forEach(member -> parameters.add(parameter("path", member)));
        sheet.parameters().members().forEach(member -> parameters.add(parameter("query", member)));
        if (!parameters.isEmpty()) {
            shown = shown.with("parameters", Json.of(parameters));
        }
        if (operation.takesBody()) {
            shown = shown.with("requestBody",
                    Json.obj("required", true, "content", content(new Shape.Named(sheet.body()),
                            "application/json", "application/yaml")));
        }
        return shown.with("responses", responses(operation));
    }

    private static Json parameter(String place, Member member) {
        var parameter = Json.obj("name", member.name(), "in", place, "required",
                member.need() == Member.Need.REQUIRED, "schema", JsonSchema.of(member.shape()));
        return member.text().isEmpty() ? parameter : parameter.with("description", Json.of(member.text()));
    }

    private static Json content(Shape shape, String... types) {
        var content = new LinkedHashMap<String, Json>();
        Arrays.stream(types).forEach(type -> content.put(type, Json.obj("schema", JsonSchema.of(shape))));
        return new Json.Obj(content);
    }

    private static Json responses(Operation operation) {
        var responses = new LinkedHashMap<String, Json>();
        responses.put("200", Json.obj("description", "Done.", "content",
                content(operation.sheet().answer(), operation.sheet().type())));
        REFUSALS.keySet().stream().filter(status -> operation.takesBody() || !OF_BODIES.contains(status))
                .forEach(status -> responses.put(status.toString(),
                        Json.obj("$ref", "#/components/responses/" + status)));
        return new Json.Obj(responses);
    }

    private static Json refusals() {
        var refusals = new LinkedHashMap<String, Json>();
        REFUSALS.forEach((status, why) -> refusals.put(status.toString(),
                Json.obj("description", why, "content",
                        content(new Shape.Named("Failure"), "application/json"))));
        return new Json.Obj(refusals);
    }

    private Json schemas() {
        var schemas = new LinkedHashMap<String, Json>();
        catalogue.shapes().forEach((name, shape) -> schemas.put(name, JsonSchema.of(shape)));
        return new Json.Obj(schemas);
    }
}
