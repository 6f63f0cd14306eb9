package io.l7mp.spi;

/**
 * What a connector may know of the session it connects for.
 *
 * @param name the session's name
 * @param metadata after all rewrites, with the session's name in it
 * @param agreed what the first successful connect agreed; a re-connect may offer only that. Empty before
 * @param input what will be written to the stream, as the stage before it keeps it
 */
public record SessionFacts(String name, Metadata metadata, Metadata agreed, Traits input) {
    /**
     * Leaves open what will be written.
     *
     * @param name the session's name
     * @param metadata after all rewrites, with the session's name in it
     * @param agreed what the first successful connect agreed
     */
    public SessionFacts(String name, Metadata metadata, Metadata agreed) {
        this(name, metadata, agreed, Traits.IN_MEMORY);
    }
}
