/**
 * Byte streams over UNIX sockets, accepted and connected. Start with the protocol.
 */
@NullMarked
package io.l7mp.protocol.unix;

import org.jspecify.annotations.NullMarked;
