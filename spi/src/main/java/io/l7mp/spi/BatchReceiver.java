package io.l7mp.spi;

/** Hears of datagrams by the batch. */
@FunctionalInterface
public interface BatchReceiver {
    /**
     * Some datagrams of one session came.
     *
     * @param batch lent until this returns
     */
    void batch(Batch batch);
}
