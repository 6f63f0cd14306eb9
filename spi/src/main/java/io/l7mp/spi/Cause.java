package io.l7mp.spi;

/**
 * Why a stream ended, or was not to be had. An expected failure is such a value, never an exception.
 *
 * @param kind what happened, for programs
 * @param message the short text that clients of the API know, such as {@code Not Found}
 * @param content the detail, such as {@code connect ECONNREFUSED 127.0.0.1:16043}; empty if there is none
 * @param detail what a protocol adds for its own kind, such as a close code
 */
public record Cause(Kind kind, String message, String content, Metadata detail) {
    /** An orderly end. */
    public static final Cause DONE = new Cause(Kind.DONE, "Normal end", "", Metadata.EMPTY);

    private static final String NOT_FOUND = "Not Found";
    private static final String FAILED = "General Server Error";

    /**
     * Says what happened, with the message that belongs to its kind.
     *
     * @param kind what happened
     * @param content the detail
     * @return the cause
     */
    public static Cause of(Kind kind, String content) {
        var message = switch (kind) {
            case DONE -> "Normal end";
            case NO_ROUTE, NOT_FOUND -> NOT_FOUND;
            case REFUSED, TIMED_OUT, RESET, PROTOCOL, LIMIT, SHUTDOWN, BUG -> FAILED;
        };
        return new Cause(kind, message, content, Metadata.EMPTY);
    }

    /** {@return whether it was an orderly end: done, or the program shutting down} */
    public boolean isOrderly() {
        return kind == Kind.DONE || kind == Kind.SHUTDOWN;
    }

    /** {@return message and content in one line} */
    public String text() {
        return content.isEmpty() ? message : message + ": " + content;
    }

    /**
     * Adds what a protocol knows of its own kind.
     *
     * @param more the detail
     * @return the same cause with it
     */
    public Cause with(Metadata more) {
        return new Cause(kind, message, content, more);
    }
}
