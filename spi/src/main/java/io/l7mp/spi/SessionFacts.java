package io.l7mp.spi;

/**
 * What a connector may know of the session it connects for.
 *
 * @param name the session's name
 * @param metadata after all rewrites, with the session's name in it
 * @param agreed what the first successful connect agreed; a re-connect may offer only that. Empty before
 */
public record SessionFacts(String name, Metadata metadata, Metadata agreed) {}
