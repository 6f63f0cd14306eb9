package io.l7mp.core.cluster;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Opens the file that a {@link FileAppender} appends to; may block. */
@FunctionalInterface
public interface FileOpener {
    /**
     * Opens it, again after each failure.
     *
     * @param path as it was configured
     * @return owned by the caller
     */
    WritableByteChannel open(String path) throws IOException;
}
