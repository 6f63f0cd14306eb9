package io.l7mp.protocol.unix;

import io.l7mp.spi.ConfigException;
import java.nio.charset.StandardCharsets;

/**
 * Where a UNIX listener listens.
 *
 * @param filename of the socket
 */
public record UnixListenerSpec(String filename) {
    /** What fits into {@code sun_path} of unix(7), its final zero left out. */
    static final int LONGEST = 107;

    /** Checks the settings. */
    public UnixListenerSpec {
        if (filename.isEmpty() || filename.indexOf('\0') >= 0 || !fits(filename)) {
            throw new ConfigException("filename", filename, "a file name of 1.." + LONGEST + " bytes");
        }
    }

    static boolean fits(String filename) {
        return filename.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }
}
