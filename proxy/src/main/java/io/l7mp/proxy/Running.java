package io.l7mp.proxy;

import java.time.Duration;

/** A proxy that has started. Used by the main thread only. */
interface Running {
    /** {@return whether it has a listener; without one nothing can ever happen, not even a call of the API} */
    boolean listens();

    /**
     * Takes no more sessions, ends the living ones in order, frees every socket and file. Blocks the caller.
     *
     * @param limit how long sessions may take to flush; what still lives then is closed
     */
    void stop(Duration limit);
}
