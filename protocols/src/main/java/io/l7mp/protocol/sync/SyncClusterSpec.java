package io.l7mp.protocol.sync;

/**
 * Who meets whom.
 *
 * @param query path in a session's metadata; sessions with the same value there are one group
 */
public record SyncClusterSpec(String query) {}
