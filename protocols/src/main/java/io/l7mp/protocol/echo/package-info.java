/**
 * A destination that gives back what it gets, for trying things out: message for message, byte for byte. All of it is in the
 * protocol, its stream is the one that all transforms share.
 */
@NullMarked
package io.l7mp.protocol.echo;

import org.jspecify.annotations.NullMarked;
