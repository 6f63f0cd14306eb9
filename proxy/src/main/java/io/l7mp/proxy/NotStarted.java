package io.l7mp.proxy;

import java.util.List;

/** Why the program ends before it ran; the texts are those that start scripts of the reference look for. */
final class NotStarted extends Exception {
    private static final long serialVersionUID = 1;

    /** What kind of fault it is. */
    enum Reason {
        /** The file is not there, or is neither YAML nor JSON. */
        UNREADABLE("Could not read static configuration "),
        /** The file holds nothing. */
        EMPTY("No static configuration found"),
        /** It can be read but not be applied. */
        INVALID("Could not initialize static configuration: ");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private NotStarted(String message) {
        super(message);
    }

    NotStarted(Reason reason, String detail) {
        this(reason.text + detail);
    }

    /**
     * Lists all problems: a single one stands in the first line, more of them in lines of their own.
     *
     * @param texts each with its path, such as {@code listeners[2].spec.port: 70000 (expected: 0..65535)}
     */
    static NotStarted because(List<String> texts) {
        return new NotStarted(Reason.INVALID, texts.size() == 1
                ? texts.getFirst()
                : texts.size() + " problems\n  " + String.join("\n  ", texts));
    }
}
