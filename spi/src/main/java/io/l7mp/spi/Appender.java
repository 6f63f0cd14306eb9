package io.l7mp.spi;

/** Appends to one file, for all sessions of a cluster, from any loop. Writing happens elsewhere; nobody waits for the disk. */
public interface Appender extends AutoCloseable {
    /**
     * Queues some bytes, in one piece. Past 1 MiB not yet written they are refused.
     *
     * @param bytes owned by the appender from here; never changed
     * @return whether they were taken; if not, the caller counts them
     */
    boolean append(byte[] bytes);

    /** {@return whether less than 1 MiB waits} */
    boolean writable();

    /**
     * Asks to be told when less than half of that waits; once.
     *
     * @param loop where to be told
     * @param ready runs there
     */
    void onWritable(Loop loop, Runnable ready);

    /** Writes what is queued and closes the file; idempotent. */
    @Override
    void close();
}
