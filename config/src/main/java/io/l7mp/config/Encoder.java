package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes JSON objects of records, the inverse of {@link Decoder}: every setting is there, in the order of the components, unless its
 * {@link io.l7mp.spi.Default} says that it is not shown.
 */
public final class Encoder {
    private Encoder() {}

    /**
     * Writes settings.
     *
     * @param settings their record
     * @return the same, under the first key of each component
     */
    public static Json.Obj encode(Record settings) {
        var members = new LinkedHashMap<String, Json>();
        for (var setting : Settings.of(settings.getClass())) {
            try {
                var accessor = setting.component().getAccessor();
                accessor.setAccessible(true);
                var value = value(accessor.invoke(settings));
                if (setting.isShown(value)) {
                    members.put(setting.keys().getFirst(), value);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(setting.component() + " cannot be read", e);
            }
        }
        return new Json.Obj(members);
    }

    private static Json value(Object value) {
        return switch (value) {
            case Json json -> json;
            case String text -> Json.of(text);
            case Number number -> new Json.Num(number);
            case Boolean truth -> Json.of(truth);
            case List<?> items -> Json.of(items.stream().map(Encoder::value).toList());
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, Json>();
                map.forEach((key, member) -> members.put(String.valueOf(key), value(member)));
                yield new Json.Obj(members);
            }
            case Record settings -> encode(settings);
            default -> throw new IllegalStateException(value.getClass() + " is no setting's type");
        };
    }
}
