package io.l7mp.config.schema;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a value may look like: the part of JSON Schema that this API needs. */
public sealed interface Shape {
    /** Anything at all. */
    Shape ANY = new Any();

    /** Any text. */
    Shape TEXT = new Text(List.of());

    /** True or false. */
    Shape TRUTH = new Truth();

    /** Any whole number. */
    Shape WHOLE = new Whole(Long.MIN_VALUE, Long.MAX_VALUE);

    /** A port that can be listened on or connected to. */
    Shape PORT = new Whole(1, 65_535);

    /** Any object. */
    Shape OBJECT = new Struct(List.of());

    /** Anything at all. */
    record Any() implements Shape {}

    /**
     * A text.
     *
     * @param words what it may be; empty for anything
     */
    record Text(List<String> words) implements Shape {
        /** Copies what could change. */
        public Text {
            words = List.copyOf(words);
        }
    }

    /**
     * A number without a fraction.
     *
     * @param least of what it may be
     * @param most of what it may be
     */
    record Whole(long least, long most) implements Shape {}

    /** A number. */
    record Real() implements Shape {}

    /** True or false. */
    record Truth() implements Shape {}

    /**
     * A list.
     *
     * @param item what is in it
     */
    record ListOf(Shape item) implements Shape {}

    /**
     * An object whose members have names of their own.
     *
     * @param item what each of them is
     */
    record Table(Shape item) implements Shape {}

    /**
     * An object. Members that are not named here may be anything.
     *
     * @param members what is known of it
     */
    record Struct(List<Member> members) implements Shape {
        /** Copies what could change. */
        public Struct {
            members = List.copyOf(members);
        }

        /**
         * Finds a member.
         *
         * @param name what it is called
         * @return the member, if it is named here
         */
        Optional<Member> member(String name) {
            return members.stream().filter(member -> member.name().equals(name)).findFirst();
        }
    }

    /**
     * One of several, told apart by the kind of JSON value.
     *
     * @param shapes no two of one kind
     */
    record Either(List<Shape> shapes) implements Shape {
        /** Copies what could change. */
        public Either {
            shapes = List.copyOf(shapes);
        }
    }

    /**
     * What the catalogue has under a name.
     *
     * @param name the key there
     */
    record Named(String name) implements Shape {}

    /**
     * Settings of a protocol, which its member {@code protocol} names; in the other notation its name is the only key of an object around
     * them.
     *
     * @param specs for each protocol the name of its settings' shape
     */
    record ByProtocol(SequencedMap<String, String> specs) implements Shape {}

    /**
     * What may also stand in an object of its own, under a key that says what it is.
     *
     * @param inner what it is
     * @param keys any of which may be around it
     */
    record Wrapped(Shape inner, List<String> keys) implements Shape {
        /** Copies what could change. */
        public Wrapped {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A list.
     *
     * @param item what is in it
     * @return its shape
     */
    static Shape listOf(Shape item) {
        return new ListOf(item);
    }

    /**
     * An object.
     *
     * @param members what is known of it
     * @return its shape
     */
    static Struct struct(Member... members) {
        return new Struct(List.of(members));
    }

    /**
     * One of several kinds of value.
     *
     * @param shapes no two of one kind
     * @return the shape
     */
    static Shape either(Shape... shapes) {
        return new Either(List.of(shapes));
    }

    /**
     * A name, or the object itself.
     *
     * @param name of the object's shape in the catalogue
     * @return the shape
     */
    static Shape reference(String name) {
        return either(TEXT, new Named(name));
    }
}
