package io.l7mp.core.session;

/**
 * A session that a change touches, as a plan tells it.
 *
 * @param name of the session
 * @param effect what becomes of it
 * @param reason why, in words
 */
public record Touched(String name, Effect effect, String reason) {
    /** What becomes of a session. */
    public enum Effect {
        /** It ends. */
        END("end"),
        /** A stage loses its stream, or the attempt under way, and is connected again as the route's policy says. */
        RECONNECT("reconnect"),
        /** Nothing now; a stage that is not connected will find something else when it is tried again. */
        NEXT_ATTEMPT("next attempt");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** {@return what it is called in a plan} */
        public String word() {
            return word;
        }
    }
}
