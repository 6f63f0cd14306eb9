/**
 * Runs of the real program, as a stranger would run it: a process of its own, its API, real sockets and real peers.
 *
 * <p>Start with {@code Proxy}, which is one such process. Peers are plain sockets, so that nothing of ours is on both ends.
 */
@NullMarked
package io.l7mp.house.program;

import org.jspecify.annotations.NullMarked;
