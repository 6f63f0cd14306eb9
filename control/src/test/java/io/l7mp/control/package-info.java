/** Tests of the API: the parts by themselves, and all of it with the core on a simulated world. */
@NullMarked
package io.l7mp.control;

import org.jspecify.annotations.NullMarked;
