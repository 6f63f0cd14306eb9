package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The members of an object that is added, taken one by one; what nobody takes is a warning. A null member counts as not given. */
final class Fields {
    private final Json.Obj object;
    private final ObjectKind kind;
    private final String path;
    private final Findings findings;
    private final Set<String> taken = new HashSet<>();
    private final boolean isObject;

    Fields(Json value, ObjectKind kind, String path, Findings findings) {
        this.kind = kind;
        this.path = path;
        this.findings = findings;
        isObject = value instanceof Json.Obj;
        object = value instanceof Json.Obj given ? given : Json.EMPTY;
        if (!isObject) {
            findings.problem(kind.adding() + "An object (a set of key-value pairs) is expected", path, value,
                    "an object");
        }
    }

    /** {@return the first of these that is given} */
    Optional<Json> take(String... names) {
        Optional<Json> first = Optional.empty();
        for (var name : names) {
            taken.add(name);
            first = first.or(() -> object.get(name).filter(value -> !value.equals(Json.NULL)));
        }
        return first;
    }

    /** {@return the first of these that is given; it is a problem if none is} */
    Optional<Json> require(String expected, String... names) {
        var value = take(names);
        if (value.isEmpty()) {
            missing(names[0], names[0], expected);
        }
        return value;
    }

    Optional<Json.Obj> object(String name) {
        return take(name).flatMap(value -> {
            if (value instanceof Json.Obj inner) {
                return Optional.of(inner);
            }
            invalid(name, value, "an object");
            return Optional.empty();
        });
    }

    Optional<Json.Obj> requireObject(String name) {
        return require("an object", name).isPresent() ? object(name) : Optional.empty();
    }

    Optional<Json.Arr> list(String... names) {
        return take(names).flatMap(value -> {
            if (value instanceof Json.Arr items) {
                return Optional.of(items);
            }
            invalid(names[0], value, "a list");
            return Optional.empty();
        });
    }

    /** {@return a text, empty where it is not given} */
    String text(String... names) {
        return switch (take(names).orElse(Json.of(""))) {
            case Json.Text text -> text.value();
            case Json other -> {
                invalid(names[0], other, "text");
                yield "";
            }
        };
    }

    /**
     * Says that a setting is missing.
     *
     * @param key as it is called in the text that clients know
     * @param where as it is called in the path
     */
    void missing(String key, String where, String expected) {
        refuse(kind.adding() + "Property " + key + " is required", where, Json.of(Problem.MISSING), expected);
    }

    void invalid(String name, Json value, String expected) {
        refuse(kind.adding() + "Property " + name + " is invalid", name, value, expected);
    }

    /** Says what is wrong with a member; nothing is said of the members of what is no object. */
    void refuse(String content, String where, Json value, String expected) {
        if (isObject) {
            findings.problem(content, path(where), value, expected);
        }
    }

    /** Passes on what is wrong with a record that was decoded from one of the members. */
    void faults(String where, Iterable<Decoder.Fault> faults) {
        for (var fault : faults) {
            var content = switch (fault.flaw()) {
                case WHOLE -> fault.expected();
                case MISSING -> kind.adding() + "Property " + fault.path() + " is required";
                case INVALID -> kind.adding() + "Property " + fault.path() + " is invalid";
            };
            var path = fault.path().isEmpty() ? where : where + "." + fault.path();
            refuse(content, path, Json.of(fault.value()), fault.expected());
        }
    }

    void unknown(String name) {
        findings.warn(path(name), "unknown setting");
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    ObjectKind kind() {
        return kind;
    }

    /** Everything that is known was taken. */
    void end() {
        object.members().keySet().stream().filter(name -> !taken.contains(name)).forEach(this::unknown);
    }
}
