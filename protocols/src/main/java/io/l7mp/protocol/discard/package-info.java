/**
 * A destination that swallows what it gets and answers nothing: for measuring, and for sessions that are not wanted. Start with
 * the protocol.
 */
@NullMarked
package io.l7mp.protocol.discard;

import org.jspecify.annotations.NullMarked;
