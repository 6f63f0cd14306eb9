package io.l7mp.protocol.discard;

/** A Discard cluster has no settings. */
public record DiscardClusterSpec() {}
