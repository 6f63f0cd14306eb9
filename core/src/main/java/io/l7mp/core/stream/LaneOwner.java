package io.l7mp.core.stream;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;

/** Hears of what lanes do not decide themselves. On the session's loop; may close streams and change lanes from inside. */
public interface LaneOwner {
    /** The peer of that stage ended its direction in order; nothing was passed on yet. */
    void finished(int stage, Metadata trailers);

    /** The peer of that stage has said how it answers, which was passed on. */
    default void answered(int stage, Metadata head) {
        // Most need not know.
    }

    /** The stream of that stage is over, and already out of its lane. */
    void closed(int stage, Cause cause);

    /** A stream that {@link Lane#dismiss} sent away is over. */
    void left(int stage);

    /** Something threw while it worked for that stage. */
    void broken(int stage, Throwable bug);
}
