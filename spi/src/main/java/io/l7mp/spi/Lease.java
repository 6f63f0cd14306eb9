package io.l7mp.spi;

/** A descriptor on loan to a kernel lane. Meanwhile the stream delivers and touches nothing. */
public interface Lease extends AutoCloseable {
    /** {@return the descriptor} */
    int fd();

    /**
     * Says what went by.
     *
     * @param bytes since the last call
     * @param messages since the last call; 0 for byte streams
     */
    void moved(long bytes, long messages);

    /**
     * Says that the borrower saw an end.
     *
     * @param inputFinished whether the peer ended its direction in order
     * @param cause why
     */
    void ended(boolean inputFinished, Cause cause);

    /** Hands the descriptor back. */
    @Override
    void close();
}
