package io.l7mp.config.schema;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds one value against its shape. Of a spec it follows the protocol that is named, and of alternatives the one of the value's
 * kind, so that each fault is told once and at its place.
 */
final class Check {
    /** Nobody reads more, and the answer must not be much longer than the question. */
    private static final int MOST = 100;
    private static final String PROTOCOL = "protocol";

    private final Catalogue catalogue;
    private final boolean everything;
    private final List<Violation> violations = new ArrayList<>();

    /** Begins; with {@code everything} also what strict mode leaves alone. */
    Check(Catalogue catalogue, boolean everything) {
        this.catalogue = catalogue;
        this.everything = everything;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void value(Shape shape, Json value, Spot at) {
        if (violations.size() >= MOST) {
            return;
        }
        switch (shape) {
            case Shape.Named(String name) -> value(catalogue.get(name), value, at.named(name));
            case Shape.Either(var shapes) -> either(shapes, value, at);
            case Shape.Wrapped wrapped -> wrapped(wrapped, value, at);
            case Shape _ when !isKind(shape, value) -> report(at.type(kind(shape)));
            case Shape.Any _,Shape.Truth _,Shape.Real _ -> {
                // Its kind is all there is to it.
            }
            case Shape.Text(var words) -> words(words, (Json.Text) value, at);
            case Shape.Whole range -> range(range, (Json.Num) value, at);
            case Shape.ListOf(var item) -> list(item, (Json.Arr) value, at);
            case Shape.Table(var item) -> ((Json.Obj) value).members()
                    .forEach((key, member) -> value(item, member, at.inside(key)));
            case Shape.Struct(var members) -> struct(members, (Json.Obj) value, at);
            case Shape.ByProtocol(var specs) -> spec(specs, (Json.Obj) value, at);
        }
    }

    private void report(Violation violation) {
        if (violations.size() < MOST) {
            violations.add(violation);
        }
    }

    private void words(List<String> words, Json.Text text, Spot at) {
        if (!words.isEmpty() && !words.contains(text.value())) {
            report(at.words(words));
        }
    }

    private void range(Shape.Whole range, Json.Num number, Spot at) {
        if (number.isWhole() && number.value().longValue() < range.least()) {
            report(at.limit("minimum", ">=", range.least()));
        } else if (number.real() > range.most()) {
            report(at.limit("maximum", "<=", range.most()));
        }
    }

    private void list(Shape item, Json.Arr array, Spot at) {
        for (int i = 0; i < array.items().size(); i++) {
            value(item, array.items().get(i), at.item(i));
        }
    }

    private void struct(List<Member> members, Json.Obj object, Spot at) {
        for (var member : members) {
            var key = given(member, object);
            if (object.get(key).isEmpty()) {
                if (member.need() == Member.Need.REQUIRED) {
                    report(at.missing(member.name()));
                }
            } else if (everything || member.need() != Member.Need.TOLD) {
                value(member.shape(), object.get(key).get(), at.member(key, member.name()));
            }
        }
    }

    /** {@return the name under which the member is there, as the decoder looks for it} */
    private static String given(Member member, Json.Obj object) {
        return object.get(member.name()).isPresent()
                ? member.name()
                : member.also().stream().filter(name -> object.get(name).isPresent()).findFirst()
                        .orElse(member.name());
    }

    private void either(List<Shape> shapes, Json value, Spot at) {
        shapes.stream().filter(shape -> isKind(shape, value)).findFirst().ifPresentOrElse(
                shape -> value(shape, value, at),
                () -> report(at.type(String.join(",", shapes.stream().map(this::kind).toList()))));
    }

    /** It is in its wrapper where nothing stands beside that which it cannot do without. */
    private void wrapped(Shape.Wrapped shape, Json value, Spot at) {
        if (value instanceof Json.Obj object && !isBegun(shape.inner(), object)) {
            for (var key : shape.keys()) {
                var inside = object.get(key);
                if (inside.isPresent()) {
                    value(shape.inner(), inside.get(), at.inside(key));
                    return;
                }
            }
        }
        value(shape.inner(), value, at);
    }

    /** {@return whether an object has something that this shape requires} */
    private boolean isBegun(Shape shape, Json.Obj object) {
        return switch (shape) {
            case Shape.Named(String name) -> isBegun(catalogue.get(name), object);
            case Shape.Either(var shapes) -> shapes.stream().anyMatch(one -> isBegun(one, object));
            case Shape.Struct(var members) -> members.stream().anyMatch(
                    member -> member.need() == Member.Need.REQUIRED && object.get(member.name()).isPresent());
            default -> false;
        };
    }

    private void spec(Map<String, String> specs, Json.Obj spec, Spot at) {
        var protocol = spec.get(PROTOCOL);
        if (protocol.isPresent()) {
            spec(specs, protocol.get(), spec, at, at.member(PROTOCOL, PROTOCOL));
            return;
        }
        var only = spec.members().size() == 1 ? spec.members().keySet().iterator().next() : "";
        if (only.isEmpty() || !Character.isUpperCase(only.charAt(0))) {
            report(at.missing(PROTOCOL));
            return;
        }
        var inner = spec.get(only).orElse(Json.NULL);
        if (!(inner instanceof Json.Obj) && !inner.equals(Json.NULL)) {
            report(at.inside(only).type("object"));
            return;
        }
        spec(specs, Json.of(only), flat(only, inner), at.inside(only), at);
    }

    private void spec(Map<String, String> specs, Json protocol, Json.Obj spec, Spot at, Spot choice) {
        if (!(protocol instanceof Json.Text(String name))) {
            report(choice.type("string"));
        } else if (specs.containsKey(name)) {
            value(new Shape.Named(specs.get(name)), spec, at);
        } else {
            report(choice.words(List.copyOf(specs.keySet())));
        }
    }

    private static Json.Obj flat(String protocol, Json settings) {
        var members = new LinkedHashMap<String, Json>();
        members.put(PROTOCOL, Json.of(protocol));
        if (settings instanceof Json.Obj object) {
            object.members().forEach(members::putIfAbsent);
        }
        return new Json.Obj(members);
    }

    private boolean isKind(Shape shape, Json value) {
        return switch (shape) {
            case Shape.Any _ -> true;
            case Shape.Text _ -> value instanceof Json.Text;
            case Shape.Whole _ -> value instanceof Json.Num(var number)
                    && number.doubleValue() == Math.rint(number.doubleValue());
            case Shape.Real _ -> value instanceof Json.Num;
            case Shape.Truth _ -> value instanceof Json.Bool;
            case Shape.ListOf _ -> value instanceof Json.Arr;
            case Shape.Table _,Shape.Struct _,Shape.ByProtocol _ -> value instanceof Json.Obj;
            case Shape.Either(var shapes) -> shapes.stream().anyMatch(one -> isKind(one, value));
            case Shape.Named(String name) -> isKind(catalogue.get(name), value);
            case Shape.Wrapped(var inner, _) -> isKind(inner, value);
        };
    }

    private String kind(Shape shape) {
        return switch (shape) {
            case Shape.Any _ -> "any";
            case Shape.Text _ -> "string";
            case Shape.Whole _ -> "integer";
            case Shape.Real _ -> "number";
            case Shape.Truth _ -> "boolean";
            case Shape.ListOf _ -> "array";
            case Shape.Table _,Shape.Struct _,Shape.ByProtocol _ -> "object";
            case Shape.Either(var shapes) -> String.join(",", shapes.stream().map(this::kind).toList());
            case Shape.Named(String name) -> kind(catalogue.get(name));
            case Shape.Wrapped(var inner, _) -> kind(inner);
        };
    }
}
