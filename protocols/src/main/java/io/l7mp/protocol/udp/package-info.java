/**
 * Messages over UDP: a session for each peer of a listener's port, or for each connection to an endpoint. Start with the protocol,
 * then the stream.
 */
@NullMarked
package io.l7mp.protocol.udp;

import org.jspecify.annotations.NullMarked;
