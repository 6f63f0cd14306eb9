package io.l7mp.protocol.jsondecap;

/** A JSONDecap cluster has no settings. */
public record JsonDecapClusterSpec() {}
