package io.l7mp.spi;

import java.util.function.Consumer;

/**
 * A bounded way to another loop.
 *
 * @param <T> what crosses
 */
public interface Mailbox<T> {
    /**
     * Hands over an item. Any thread.
     *
     * @param item owned by the other loop if it was taken
     * @return whether it was; when the mailbox is full or closed the caller keeps it
     */
    boolean offer(T item);

    /**
     * Takes nothing any more. On the target loop; idempotent.
     *
     * @param undelivered gets each item that was still in it
     */
    void close(Consumer<T> undelivered);
}
