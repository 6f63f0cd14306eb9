package io.l7mp.spi;

/** Some datagrams of one session, in memory outside the heap. Lent: nothing of it may be used after the call it came with. */
public interface Batch {
    /** {@return how many} */
    int size();

    /**
     * Says where one starts.
     *
     * @param i which, from 0
     * @return its address in memory
     */
    long address(int i);

    /**
     * Says how long one is.
     *
     * @param i which, from 0
     * @return bytes
     */
    int length(int i);
}
