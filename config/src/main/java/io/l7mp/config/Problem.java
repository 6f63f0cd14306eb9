package io.l7mp.config;

/**
 * One thing that is wrong with what a user wrote.
 *
 * @param content a sentence that clients know, such as {@code Cannot add listener: Property name is required}
 * @param path where it stands, such as {@code listeners[2].spec.port}; empty for the whole
 * @param value what stands there, shortened
 * @param expected what could have stood there
 */
public record Problem(String content, String path, String value, String expected) {
    /** What stands where nothing stands. */
    static final String MISSING = "missing";

    /** {@return place, value and expectation in one line} */
    public String detail() {
        return (path.isEmpty() ? "" : path + ": ") + value + " (expected: " + expected + ")";
    }
}
