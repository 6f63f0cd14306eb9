package io.l7mp.spi;

/** Something a user wrote is wrong: where, what, and what was expected instead. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String path;
    private final String value;
    private final String expected;

    /**
     * Says what is wrong.
     *
     * @param path where it stands, such as {@code listeners[2].spec.port}; relative to the record that refuses it
     * @param value what stands there
     * @param expected what could have stood there, such as {@code 0..65535}
     */
    public ConfigException(String path, Object value, String expected) {
        super(path + ": " + value + " (expected: " + expected + ")");
        this.path = path;
        this.value = String.valueOf(value);
        this.expected = expected;
    }

    /** {@return where it stands} */
    public String path() {
        return path;
    }

    /** {@return what stands there, as text} */
    public String value() {
        return value;
    }

    /** {@return what could have stood there} */
    public String expected() {
        return expected;
    }

    /**
     * Puts a path before this one's.
     *
     * @param parent path of the record that holds the wrong value
     * @return the same fault, seen from farther out
     */
    public ConfigException under(String parent) {
        var whole = path.isEmpty()
                ? parent
                : path.startsWith("[") || parent.isEmpty() ? parent + path : parent + "." + path;
        return new ConfigException(whole, value, expected);
    }
}
