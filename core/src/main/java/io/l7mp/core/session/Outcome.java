package io.l7mp.core.session;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;

/** How a session ended. */
public sealed interface Outcome {
    /**
     * In order.
     *
     * @param reason who or what ended it; empty for its peers
     */
    record Finished(String reason) implements Outcome {}

    /**
     * Otherwise.
     *
     * @param side whose fault it was
     * @param cause what happened
     */
    record Failed(Side side, Cause cause) implements Outcome {}

    /** {@return the two letters shown in API, metric and log, such as {@code NR} for no route, or {@code --}} */
    default String code() {
        return switch (this) {
            case Finished _ -> "--";
            case Failed(var _, var cause) when cause.kind() == Kind.NO_ROUTE -> "NR";
            case Failed(var side, var cause) -> side.letter() + letter(cause.kind());
        };
    }

    /** {@return what happened, in one line; empty where its peers ended it in order} */
    default String reason() {
        return switch (this) {
            case Finished(var reason) -> reason;
            case Failed(var _, var cause) -> cause.text();
        };
    }

    private static String letter(Kind kind) {
        return switch (kind) {
            case DONE -> "D";
            case NO_ROUTE, NOT_FOUND -> "N";
            case REFUSED -> "F";
            case TIMED_OUT -> "T";
            case RESET -> "R";
            case PROTOCOL -> "P";
            case LIMIT -> "L";
            case SHUTDOWN -> "S";
            case BUG -> "B";
        };
    }
}
