package io.l7mp.core.stream;

/** When something last moved in a session: lanes stamp it, the idle timer looks at it when it fires. On the session's loop. */
public final class Activity {
    private long nanos;

    public void touch(long now) {
        nanos = now;
    }

    /** {@return the loop's time of the last payload} */
    public long nanos() {
        return nanos;
    }
}
