package io.l7mp.core.session;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Endpoint;

/** Where one stage of a session is. The session's own state is derived from those of its stages, never stored. */
sealed interface StageState {
    /**
     * An attempt is under way; cancelling it leaves nothing open.
     *
     * @param running the attempt
     * @param number which one it is, from 1, since the stage was first connected or last went down
     */
    record Connecting(Attempt running, int number) implements StageState {}

    /**
     * The last attempt failed, or the stage went down, and another one is scheduled.
     *
     * @param next timer and watch, to be called off
     * @param number which one it will be
     */
    record Waiting(Attempt next, int number) implements StageState {}

    /**
     * It has its stream.
     *
     * @param endpoint where to
     * @param sinceNanos the loop's time when it came
     */
    record Live(Endpoint endpoint, long sinceNanos) implements StageState {}

    /**
     * Over, and why.
     *
     * @param cause why
     */
    record Ended(Cause cause) implements StageState {}

    /**
     * {@return the word that clients know (spec/proxy.md, section 8.2)}
     *
     * @param wired whether the session was opened
     * @param again whether the stage was live before
     */
    default String word(boolean wired, boolean again) {
        return switch (this) {
            case Connecting(var _, var number) -> number > 1 ? "RETRYING" : again ? "DISCONNECTED" : "INIT";
            case Waiting(var _, var number) -> number > 1 ? "RETRYING" : "DISCONNECTED";
            case Live _ -> wired ? "READY" : "CONNECTED";
            case Ended _ -> "END";
        };
    }
}
