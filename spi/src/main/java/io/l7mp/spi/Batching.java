package io.l7mp.spi;

/** Datagrams without an object each. Core uses it where both ends of a lane have it, else {@link Receiver#payload}. */
public interface Batching {
    /**
     * Sends what comes in to this receiver in place of {@link Receiver#payload}; {@code turnEnd} and the rest still go there.
     *
     * @param receiver until {@link #detach()}
     */
    void attach(BatchReceiver receiver);

    /** Goes back to {@link Receiver#payload}. */
    void detach();

    /**
     * Takes all messages of a batch, as {@link Stream#write} takes one. Copies what it cannot send at once.
     *
     * @param batch lent until this returns
     */
    void write(Batch batch);
}
