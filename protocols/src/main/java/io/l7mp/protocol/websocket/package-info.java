/**
 * WebSocket (RFC 6455), for listeners and clusters: each message is a payload, and text stays text.
 *
 * <p>A handshake stands in front of a plain connection until both sides have agreed; then the stream takes frames apart and puts
 * them together, the same on both sides but for the mask. Start with the stream, then the two handshakes.
 */
@NullMarked
package io.l7mp.protocol.websocket;

import org.jspecify.annotations.NullMarked;
