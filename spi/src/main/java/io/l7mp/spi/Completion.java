package io.l7mp.spi;

/**
 * Hears of a result: exactly one of the two is called, once, on the caller's loop unless the method says otherwise.
 *
 * @param <T> what was asked for
 */
public interface Completion<T> {
    /**
     * It worked.
     *
     * @param value what was asked for
     */
    void done(T value);

    /**
     * It did not.
     *
     * @param cause why
     */
    void failed(Cause cause);
}
