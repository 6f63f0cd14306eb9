package io.l7mp.config;

import io.l7mp.spi.ConfigException;

/**
 * A value is nested too deeply to be read. It learns its place from every value it is thrown through; without a stack trace, as it is
 * no bug but what a peer may send at any rate.
 */
final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_KEY = 40;

    private final String position;
    private final StringBuilder path = new StringBuilder();

    /**
     * Begins at the value.
     *
     * @param position in the text
     */
    TooDeep(String position) {
        super("nested deeper than " + JsonCodec.DEEPEST, null, false, false);
        this.position = position;
    }

    /** {@return the same, seen from the object that has it as this member} */
    TooDeep inMember(String key) {
        var step = Excerpt.cut(key, LONGEST_KEY);
        path.insert(0, path.isEmpty() || path.charAt(0) == '[' ? step : step + ".");
        return this;
    }

    /** {@return the same, seen from the list that has it as this item} */
    TooDeep inItem(int index) {
        path.insert(0, path.isEmpty() || path.charAt(0) == '[' ? "[" + index + "]" : "[" + index + "].");
        return this;
    }

    /** {@return what to tell the one who wrote it} */
    ConfigException told() {
        return new ConfigException(path.toString(), position, getMessage() + " (" + position + ")");
    }
}
