package io.l7mp.protocol.stdio;

/** A Stdio cluster has no settings. */
public record StdioClusterSpec() {}
