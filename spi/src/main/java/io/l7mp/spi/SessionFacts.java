package io.l7mp.spi;

/**
 * What a connector may know of the session it connects for.
 *
 * @param name the session's name
 * @param metadata after all rewrites, with the session's name in it
 * @param agreed what the first successful connect agreed; a re-connect may offer only that. Empty before
 * @param input what will be written to the stream, as the stage before it keeps it
 * @param seen the metadata as the listener saw them, which no rewrite has touched: for whoever must know who really came
 */
public record SessionFacts(String name, Metadata metadata, Metadata agreed, Traits input, Metadata seen) {
    /**
     * Leaves open who came, as nothing was rewritten.
     *
     * @param name the session's name
     * @param metadata as the listener saw them
     * @param agreed what the first successful connect agreed
     * @param input what will be written to the stream
     */
    public SessionFacts(String name, Metadata metadata, Metadata agreed, Traits input) {
        this(name, metadata, agreed, input, metadata);
    }

    /**
     * Leaves open what will be written, too.
     *
     * @param name the session's name
     * @param metadata as the listener saw them
     * @param agreed what the first successful connect agreed
     */
    public SessionFacts(String name, Metadata metadata, Metadata agreed) {
        this(name, metadata, agreed, Traits.IN_MEMORY);
    }
}
