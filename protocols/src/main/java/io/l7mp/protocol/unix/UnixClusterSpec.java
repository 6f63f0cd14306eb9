package io.l7mp.protocol.unix;

/** How a UNIX cluster connects: there is nothing to set, the addresses of its endpoints are file names. */
public record UnixClusterSpec() {}
