/**
 * A handshake of two JSON headers in front of any other protocol, so that a peer can say who it is before its first payload. Start
 * with the protocol, then the offer and the dial: what they have in common is how a header is taken in, and the guard that keeps
 * repeated headers from becoming payload.
 */
@NullMarked
package io.l7mp.protocol.jsonsocket;

import org.jspecify.annotations.NullMarked;
