/**
 * A transform that counts what passes, under labels of the user's choice. Start with the settings.
 */
@NullMarked
package io.l7mp.protocol.metric;

import org.jspecify.annotations.NullMarked;
