package io.l7mp.core.metric;

/** A session that is counted among those that live. It is taken off where it was put, whatever the table looks like by then. */
public interface Living {
    /** Takes up no place, as there was no room. */
    Living UNCOUNTED = () -> {
        // It was not counted.
    };

    /** It lives no more. Once, any thread. */
    void ended();
}
