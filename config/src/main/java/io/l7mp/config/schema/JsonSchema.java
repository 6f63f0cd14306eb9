package io.l7mp.config.schema;

import io.l7mp.spi.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes as JSON Schema, in the dialect of OpenAPI 3.1. Other names and notations that are read too are told in words. */
public final class JsonSchema {
    private static final String ROOT = "#/components/schemas/";

    private JsonSchema() {}

    /**
     * Writes a shape.
     *
     * @param shape to write
     * @return its schema
     */
    public static Json.Obj of(Shape shape) {
        return switch (shape) {
            case Shape.Any _ -> Json.EMPTY;
            case Shape.Text(var words) -> text(words);
            case Shape.Whole(long least, long most) -> whole(least, most);
            case Shape.Real _ -> type("number");
            case Shape.Truth _ -> type("boolean");
            case Shape.ListOf(var item) -> type("array").with("items", of(item));
            case Shape.Table(var item) -> type("object").with("additionalProperties", of(item));
            case Shape.Struct(var members) -> struct(members);
            case Shape.Either(var shapes) -> Json.obj("anyOf",
                    Json.of(shapes.stream().map(JsonSchema::of).toList()));
            case Shape.Named(String name) -> reference(name);
            case Shape.ByProtocol(var specs) -> choice(specs);
            case Shape.Wrapped(var inner, _) -> of(inner);
        };
    }

    private static Json.Obj type(String name) {
        return Json.obj("type", name);
    }

    private static Json.Obj reference(String name) {
        return Json.obj("$ref", ROOT + name);
    }

    private static Json.Obj text(List<String> words) {
        return words.isEmpty()
                ? type("string")
                : type("string").with("enum", Json.of(words.stream().map(Json::of).toList()));
    }

    private static Json.Obj whole(long least, long most) {
        var schema = type("integer");
        if (least != Long.MIN_VALUE) {
            schema = schema.with("minimum", Json.of(least));
        }
        return most == Long.MAX_VALUE ? schema : schema.with("maximum", Json.of(most));
    }

    private static Json.Obj struct(List<Member> members) {
        var schema = type("object");
        var properties = new LinkedHashMap<String, Json>();
        members.forEach(member -> properties.put(member.name(), member(member)));
        if (!properties.isEmpty()) {
            schema = schema.with("properties", new Json.Obj(properties));
        }
        var required = members.stream().filter(member -> member.need() == Member.Need.REQUIRED)
                .map(member -> Json.of(member.name())).toList();
        return required.isEmpty() ? schema : schema.with("required", Json.of(required));
    }

    private static Json.Obj member(Member member) {
        var schema = of(member.shape());
        var text = text(member);
        if (!text.isEmpty()) {
            schema = schema.with("description", Json.of(text));
        }
        return member.missing().equals(Json.NULL) ? schema : schema.with("default", member.missing());
    }

    private static String text(Member member) {
        var also = member.also().isEmpty() ? "" : "Read also as " + String.join(", ", member.also()) + ".";
        return member.text().isEmpty() || also.isEmpty()
                ? member.text() + also
                : member.text() + " " + also;
    }

    private static Json.Obj choice(Map<String, String> specs) {
        var mapping = new LinkedHashMap<String, Json>();
        specs.forEach((protocol, name) -> mapping.put(protocol, Json.of(ROOT + name)));
        return Json.obj("oneOf", Json.of(specs.values().stream().map(JsonSchema::reference).toList()),
                "discriminator", Json.obj("propertyName", "protocol", "mapping", new Json.Obj(mapping)));
    }
}
