package io.l7mp.config.schema;

import io.l7mp.spi.Json;
import java.util.List;

/**
 * A member of an object.
 *
 * @param name what it is called
 * @param shape what it is
 * @param need what strict mode says of it
 * @param also other names under which it is read
 * @param text what it is for; empty where the name says it
 * @param missing what it is when it is not given; null where that is nothing to tell
 */
public record Member(String name, Shape shape, Need need, List<String> also, String text, Json missing) {
    /** How much strict mode minds. */
    public enum Need {
        /** It has to be there, and as its shape says. */
        REQUIRED,
        /** When it is there it has to be as its shape says. */
        CHECKED,
        /** Its shape is told and not checked: what is wrong with it is said when it is decoded, in either mode. */
        TOLD
    }

    /** Copies what could change. */
    public Member {
        also = List.copyOf(also);
    }

    /**
     * A member that has to be there.
     *
     * @param name what it is called
     * @param shape what it is
     * @param also other names under which it is read
     * @return the member
     */
    public static Member required(String name, Shape shape, String... also) {
        return new Member(name, shape, Need.REQUIRED, List.of(also), "", Json.NULL);
    }

    /**
     * A member that may be there.
     *
     * @param name what it is called
     * @param shape what it is
     * @param also other names under which it is read
     * @return the member
     */
    public static Member optional(String name, Shape shape, String... also) {
        return new Member(name, shape, Need.CHECKED, List.of(also), "", Json.NULL);
    }

    /**
     * A member that strict mode leaves alone.
     *
     * @param name what it is called
     * @param shape what it is
     * @return the member
     */
    static Member told(String name, Shape shape) {
        return new Member(name, shape, Need.TOLD, List.of(), "", Json.NULL);
    }

    /**
     * Says what it is for.
     *
     * @param words a short sentence
     * @return the same member with them
     */
    public Member saying(String words) {
        return new Member(name, shape, need, also, words, missing);
    }

    /**
     * Says what it is when it is not given.
     *
     * @param value the default
     * @return the same member with it
     */
    Member orElse(Json value) {
        return new Member(name, shape, need, also, text, value);
    }

    /**
     * Replaces the shape.
     *
     * @param other the new one
     * @return the same member with it
     */
    Member of(Shape other) {
        return new Member(name, other, need, also, text, missing);
    }
}
