/**
 * Seven protocols that are broken on purpose, one fault each, to show that the contract finds it.
 *
 * <p>Each is a sound protocol seen through a bent glass: streams, receivers and connectors of the inner one, with one promise not
 * kept. Start with {@link io.l7mp.testkit.broken.Fault}.
 */
@NullMarked
package io.l7mp.testkit.broken;

import org.jspecify.annotations.NullMarked;
