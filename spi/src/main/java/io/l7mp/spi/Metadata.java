package io.l7mp.spi;

import java.util.Optional;

/**
 * The JSON document that describes a session, or one side's part of it.
 *
 * <p>A protocol keeps its facts in a small record and makes JSON of them only when somebody asks, since most sessions are never
 * looked at. A rewrite turns the facts into a document of their own. Immutable, readable from any thread.
 */
public final class Metadata {
    /** Nothing is known. */
    public static final Metadata EMPTY = new Metadata(() -> Json.EMPTY);

    private final Facts facts;

    private Metadata(Facts facts) {
        this.facts = facts;
    }

    /** What a protocol knows, in its own compact form. */
    @FunctionalInterface
    public interface Facts {
        /** {@return the facts as JSON; made anew at each call} */
        Json.Obj json();

        /**
         * Reads one value; worth overriding where it can be had without making all of the JSON.
         *
         * @param path where to look
         * @return the value, or nothing if there is none
         */
        default Optional<Json> get(Path path) {
            return path.get(json());
        }
    }

    /**
     * Wraps facts.
     *
     * @param facts asked again at every look
     * @return metadata of them
     */
    public static Metadata of(Facts facts) {
        return new Metadata(facts);
    }

    /**
     * Wraps a document.
     *
     * @param document all of the metadata
     * @return metadata of it
     */
    public static Metadata of(Json.Obj document) {
        return document.members().isEmpty() ? EMPTY : new Metadata(() -> document);
    }

    /**
     * Reads one value.
     *
     * @param path where to look
     * @return the value, or nothing if there is none
     */
    public Optional<Json> get(Path path) {
        return facts.get(path);
    }

    /**
     * Reads one string.
     *
     * @param path where to look
     * @return the string, or nothing if none is there
     */
    public Optional<String> text(String path) {
        return get(Path.of(path)).filter(Json.Text.class::isInstance)
                .map(value -> ((Json.Text) value).value());
    }

    /**
     * Writes one value.
     *
     * @param path where
     * @param value what
     * @return metadata with it
     * @throws ConfigException if the whole would be no object any more
     */
    public Metadata with(Path path, Json value) {
        if (path.set(json(), value) instanceof Json.Obj whole) {
            return of(whole);
        }
        throw new ConfigException(path.text(), value, "an object, since this replaces all of the metadata");
    }

    /** {@return all of it} */
    public Json.Obj json() {
        return facts.json();
    }

    /** {@return whether nothing is known} */
    public boolean isEmpty() {
        return this == EMPTY;
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
