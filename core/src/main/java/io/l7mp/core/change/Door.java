package io.l7mp.core.change;

import io.l7mp.core.listener.Listener;
import io.l7mp.spi.Binding;

/**
 * A listener that is bound.
 *
 * @param listener lets peers in
 * @param binding brings them
 */
record Door(Listener listener, Binding binding) {}
