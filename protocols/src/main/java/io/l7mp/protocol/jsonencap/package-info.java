/**
 * A transform that wraps each message in a JSON text, with the session's metadata beside it. Start with the protocol.
 */
@NullMarked
package io.l7mp.protocol.jsonencap;

import org.jspecify.annotations.NullMarked;
