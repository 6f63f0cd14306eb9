package io.l7mp.house.program;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What can be read to its end. */
interface Source {
    /** {@return the next message, or some bytes; null after an orderly end} */
    @Nullable
    Message receive() throws IOException;
}
