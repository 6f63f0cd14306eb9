package io.l7mp.protocol.echo;

/** An Echo cluster has no settings. */
public record EchoClusterSpec() {}
