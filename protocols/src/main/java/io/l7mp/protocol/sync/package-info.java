/**
 * A rendezvous: sessions whose metadata has the same value at a path hear each other. Start with the protocol, then follow a
 * message from a member through its group to the other members.
 */
@NullMarked
package io.l7mp.protocol.sync;

import org.jspecify.annotations.NullMarked;
