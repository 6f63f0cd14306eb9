/**
 * Byte streams over TCP, accepted and connected, over IPv4 and IPv6. Start with the protocol; the stream itself is shared with
 * UNIX sockets and lives in {@code wire}.
 */
@NullMarked
package io.l7mp.protocol.tcp;

import org.jspecify.annotations.NullMarked;
