package io.l7mp.spi;

/**
 * What a successful attempt gives.
 *
 * @param stream paused and without receiver
 * @param facts what was agreed with the peer: a sub-protocol, a response header, a certificate
 */
public record Connected(Stream stream, Metadata facts) {}
