/**
 * A transform that takes messages out of the JSON texts that JSONEncap makes. Start with the protocol; what is hostile in a text
 * meets the finder.
 */
@NullMarked
package io.l7mp.protocol.jsondecap;

import org.jspecify.annotations.NullMarked;
