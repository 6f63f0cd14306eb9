package io.l7mp.config;

/**
 * An object that an edit deleted.
 *
 * @param kind what it was
 * @param id which
 * @param recursive whether what depends on it, sessions too, was to end with it
 * @param cluster for an endpoint its cluster's name; else empty
 */
public record Removed(ObjectKind kind, Identity id, boolean recursive, String cluster) {}
