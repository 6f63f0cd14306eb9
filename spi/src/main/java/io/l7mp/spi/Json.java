package io.l7mp.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value (RFC 8259), immutable. Members of an object keep their order.
 *
 * <p>Ours and not a library's, because values are shared between event loops, and JDK maps refuse a null member.
 */
public sealed interface Json {
    /** The object without members. */
    Obj EMPTY = new Obj(Map.of());

    /** The value {@code null}, which is something else than nothing being there. */
    Null NULL = new Null();

    /**
     * An object.
     *
     * @param members by name, in their order
     */
    record Obj(Map<String, Json> members) implements Json {
        /** Copies what could change. */
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /**
         * Finds a member.
         *
         * @param name the member's name
         * @return its value, if there is one
         */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /**
         * Replaces a member in its place, or adds it at the end.
         *
         * @param name the member's name
         * @param value its new value
         * @return this object with that member
         */
        public Obj with(String name, Json value) {
            var copy = new LinkedHashMap<>(members);
            copy.put(name, value);
            return new Obj(copy);
        }

        /**
         * Leaves a member out.
         *
         * @param name the member's name
         * @return this object without it
         */
        public Obj without(String name) {
            if (!members.containsKey(name)) {
                return this;
            }
            var copy = new LinkedHashMap<>(members);
            copy.remove(name);
            return new Obj(copy);
        }
    }

    /**
     * An array.
     *
     * @param items in their order
     */
    record Arr(List<Json> items) implements Json {
        /** Copies what could change. */
        public Arr {
            items = List.copyOf(items);
        }
    }

    /**
     * A string.
     *
     * @param value its characters
     */
    record Text(String value) implements Json {}

    /**
     * A number: a {@code Long} where it is whole and fits, else a {@code Double}.
     *
     * @param value either of the two
     */
    record Num(Number value) implements Json {
        private static final double EXACT = 1L << 53;

        /** Chooses the narrower type. */
        public Num {
            var real = value.doubleValue();
            var whole = value instanceof Long || value instanceof Integer || value instanceof Short
                    || value instanceof Byte;
            if (whole) {
                value = value.longValue();
            } else if (real == Math.rint(real) && Math.abs(real) <= EXACT) {
                value = (long) real;
            } else {
                value = real;
            }
        }

        /** {@return the number, rounded where it needs more than 53 bits} */
        public double real() {
            return value.doubleValue();
        }

        /** {@return whether it is a whole number of at most 64 bits} */
        public boolean isWhole() {
            return value instanceof Long;
        }
    }

    /**
     * A truth value.
     *
     * @param value which of the two
     */
    record Bool(boolean value) implements Json {}

    /** Explicitly nothing. */
    record Null() implements Json {}

    /**
     * Wraps a string.
     *
     * @param value its characters
     * @return the value
     */
    static Json of(String value) {
        return new Text(value);
    }

    /**
     * Wraps a whole number.
     *
     * @param value the number
     * @return the value
     */
    static Json of(long value) {
        return new Num(value);
    }

    /**
     * Wraps a number.
     *
     * @param value the number, finite
     * @return the value
     */
    static Json of(double value) {
        return new Num(value);
    }

    /**
     * Wraps a truth value.
     *
     * @param value which of the two
     * @return the value
     */
    static Json of(boolean value) {
        return new Bool(value);
    }

    /**
     * Makes an array.
     *
     * @param items in their order
     * @return the value
     */
    static Json of(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    /**
     * Makes an object of names and values in turn.
     *
     * @param pairs names, each a {@code String}, and after each its value: {@code Json}, text, number or truth value
     * @return the object
     * @throws IllegalArgumentException at anything else
     */
    static Obj obj(Object... pairs) {
        var members = new LinkedHashMap<String, Json>();
        for (int i = 0; i < pairs.length; i += 2) {
            members.put((String) pairs[i], switch (pairs[i + 1]) {
                case Json json -> json;
                case String text -> new Text(text);
                case Number number -> new Num(number);
                case Boolean truth -> new Bool(truth);
                default -> throw new IllegalArgumentException("not a JSON value: " + pairs[i + 1]);
            });
        }
        return new Obj(members);
    }
}
