package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of JSON objects: a setting's key, type, default and bounds are what its record says. Nothing is coerced. All faults
 * are collected before it gives up, and keys that no component reads are warnings.
 */
public final class Decoder {
    private final List<Fault> faults = new ArrayList<>();
    private final Consumer<String> unknown;

    private Decoder(Consumer<String> unknown) {
        this.unknown = unknown;
    }

    /**
     * Reads settings.
     *
     * @param <T> their record
     * @param type the same
     * @param given the settings, null members counting as not given
     * @param unknown hears of each key that nothing reads, as a path
     * @return the record
     * @throws ConfigProblems with everything that is wrong
     */
    public static <T extends Record> T decode(Class<T> type, Json.Obj given, Consumer<String> unknown) {
        return switch (attempt(type, given, unknown)) {
            case Decoded.Good<T>(T value) -> value;
            case Decoded.Bad<T>(var faults) ->
                throw new ConfigProblems(faults.stream().map(Fault::plain).toList());
        };
    }

    /** What came of it. */
    sealed interface Decoded<T> {
        record Good<T>(T value) implements Decoded<T> {}

        record Bad<T>(List<Fault> faults) implements Decoded<T> {}
    }

    /** What is wrong: a setting is not there, it is not good, or the record as a whole is not. */
    enum Flaw {
        MISSING, INVALID, WHOLE
    }

    /** One thing that is wrong with a record; of the record as a whole, what is expected is a sentence that stands for itself. */
    record Fault(Flaw flaw, String path, String value, String expected) {
        private Problem plain() {
            var problem = new Problem(expected, path, value, expected);
            return flaw == Flaw.WHOLE ? problem : new Problem(problem.detail(), path, value, expected);
        }
    }

    static <T extends Record> Decoded<T> attempt(Class<T> type, Json.Obj given, Consumer<String> unknown) {
        var decoder = new Decoder(unknown);
        var value = decoder.record(type, given, "");
        return value == null
                ? new Decoded.Bad<>(List.copyOf(decoder.faults))
                : new Decoded.Good<>(type.cast(value));
    }

    /** {@return whether a record has a component that reads this key} */
    static boolean reads(Class<? extends Record> type, String key) {
        return Settings.of(type).stream().anyMatch(setting -> setting.keys().contains(key));
    }

    private @Nullable Object record(Class<?> type, Json.Obj given, String path) {
        int before = faults.size();
        var read = new HashSet<String>();
        var settings = Settings.of(type);
        var values = new @Nullable Object[settings.size()];
        for (int i = 0; i < values.length; i++) {
            var setting = settings.get(i);
            read.addAll(setting.keys());
            values[i] = component(setting, given, path);
        }
        given.members().keySet().stream().filter(key -> !read.contains(key))
                .forEach(key -> unknown.accept(under(path, key)));
        return faults.size() == before ? construct(type, values, path) : null;
    }

    private @Nullable Object component(Settings.Setting setting, Json.Obj given, String path) {
        var type = setting.component().getGenericType();
        for (var key : setting.keys()) {
            var value = given.get(key);
            if (value.isPresent() && (!value.get().equals(Json.NULL) || type == Json.class)) {
                return value(type, value.get(), under(path, key));
            }
        }
        var here = under(path, setting.keys().getFirst());
        var missing = setting.missing();
        if (missing.isPresent()) {
            return value(type, missing.get(), here);
        }
        faults.add(new Fault(Flaw.MISSING, here, Problem.MISSING, expectation(type)));
        return null;
    }

    private @Nullable Object value(Type type, Json json, String path) {
        if (type instanceof ParameterizedType generic) {
            var item = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? list(item[0], json, path) : map(item[1], json, path);
        }
        return switch (json) {
            case Json.Text text when type == String.class -> text.value();
            case Json.Bool truth when type == boolean.class || type == Boolean.class -> truth.value();
            case Json.Num number when type == double.class || type == Double.class -> number.real();
            case Json.Num number when number.isWhole() && (type == long.class || type == Long.class) ->
                number.value();
            case Json.Num number when isInt(number) && (type == int.class || type == Integer.class) ->
                number.value().intValue();
            case Json.Obj object when type instanceof Class<?> c && c.isRecord()
                    && !Json.class.isAssignableFrom(c) ->
                record(c, object, path);
            default -> type instanceof Class<?> c && c.isInstance(json) ? json : wrong(type, json, path);
        };
    }

    private static boolean isInt(Json.Num number) {
        return number.isWhole() && number.value().longValue() == number.value().intValue();
    }

    private @Nullable Object list(Type item, Json json, String path) {
        if (!(json instanceof Json.Arr array)) {
            return wrong(List.class, json, path);
        }
        var items = new ArrayList<Object>();
        for (int i = 0; i < array.items().size(); i++) {
            var value = value(item, array.items().get(i), path + "[" + i + "]");
            if (value != null) {
                items.add(value);
            }
        }
        return items;
    }

    private @Nullable Object map(Type item, Json json, String path) {
        if (!(json instanceof Json.Obj object)) {
            return wrong(Map.class, json, path);
        }
        var members = new LinkedHashMap<String, Object>();
        object.members().forEach((key, member) -> {
            var value = value(item, member, under(path, key));
            if (value != null) {
                members.put(key, value);
            }
        });
        return members;
    }

    private @Nullable Object wrong(Type type, Json json, String path) {
        faults.add(new Fault(Flaw.INVALID, path, Excerpt.quoted(json), expectation(type)));
        return null;
    }

    private @Nullable Object construct(Class<?> type, @Nullable Object[] values, String path) {
        try {
            return Settings.constructor(type).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException wrong) {
                var seen = wrong.under(path);
                var flaw = wrong.path().isEmpty() ? Flaw.WHOLE : Flaw.INVALID;
                faults.add(new Fault(flaw, seen.path(), seen.value(), seen.expected()));
                return null;
            }
            throw new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static String expectation(Type type) {
        return switch (type instanceof ParameterizedType generic ? generic.getRawType() : type) {
            case Class<?> c when c == String.class -> "text";
            case Class<?> c when c == boolean.class || c == Boolean.class -> "true or false";
            case Class<?> c when c == double.class || c == Double.class -> "a number";
            case Class<?> c when c == int.class || c == Integer.class -> "a whole number of at most 32 bits";
            case Class<?> c when c == long.class || c == Long.class -> "a whole number of at most 64 bits";
            case Class<?> c when c == List.class || c == Json.Arr.class -> "a list";
            case Class<?> c when c == Json.class -> "any value";
            default -> "an object";
        };
    }

    private static String under(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
