/** Tests of the configuration, with protocols that have settings and nothing else. */
@NullMarked
package io.l7mp.config;

import org.jspecify.annotations.NullMarked;
