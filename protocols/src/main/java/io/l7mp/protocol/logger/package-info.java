/**
 * A transform that writes a copy of what passes to a file. Start with the protocol.
 */
@NullMarked
package io.l7mp.protocol.logger;

import org.jspecify.annotations.NullMarked;
