package io.l7mp.config;

import io.l7mp.spi.Default;
import io.l7mp.spi.Json;
import io.l7mp.spi.Key;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A record seen as a list of settings. */
public final class Settings {
    private Settings() {}

    /**
     * One component.
     *
     * @param component of the record
     * @param keys what it may be called; the first is written
     */
    public record Setting(RecordComponent component, List<String> keys) {
        /** Copies what could change. */
        public Setting {
            keys = List.copyOf(keys);
        }

        /** {@return what it is when it is not given; empty if it is required} */
        public Optional<Json> missing() {
            return Optional.ofNullable(component.getAnnotation(Default.class)).map(given -> component
                    .getType() == String.class
                            ? Json.of(given.value())
                            : new JsonCodec().read(given.value()));
        }

        /** {@return whether such a value is written: all are but defaults that are not to be shown} */
        boolean isShown(Json value) {
            var given = component.getAnnotation(Default.class);
            return given == null || given.shown() || !missing().equals(Optional.of(value));
        }
    }

    /**
     * Looks at a record.
     *
     * @param type the record
     * @return its components in their order
     */
    public static List<Setting> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> new Setting(component, keys(component)))
                .toList();
    }

    private static List<String> keys(RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        return key == null ? List.of(snakeCase(component.getName())) : List.of(key.value());
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        var parameters = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }
}
