package io.l7mp.spi;

/** Counts what passes one place, under labels of its own on the metrics page. On one loop only. */
public interface Meter {
    /**
     * Counts what passed.
     *
     * @param bytes how many
     * @param messages how many, or pieces of a byte stream
     */
    void count(long bytes, long messages);

    /** Nothing more will pass; the sums stay on the page for a while. */
    void close();
}
