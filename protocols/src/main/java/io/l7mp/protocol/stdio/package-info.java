/**
 * A destination that is the program's own standard input and output. Start with the protocol.
 */
@NullMarked
package io.l7mp.protocol.stdio;

import org.jspecify.annotations.NullMarked;
