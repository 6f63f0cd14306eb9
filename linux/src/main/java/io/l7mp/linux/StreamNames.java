package io.l7mp.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Gives a UNIX socket its name, by {@code bind(2)} itself: Netty would first remove whatever file has that name, be it a document or
 * the socket of a living program. Any thread.
 */
final class StreamNames {
    private static final short AF_UNIX = 1;
    private static final int ENAMETOOLONG = 36;

    /** {@code sun_path} of unix(7), with its final zero. */
    private static final int LONGEST = 108;

    private StreamNames() {}

    /**
     * Makes the file, which must not be there yet.
     *
     * @param socket a descriptor
     * @param path the file
     * @throws IOException in Netty's form, for {@link StreamFault}
     */
    static void bind(int socket, String path) throws IOException {
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= LONGEST) {
            throw refusal(ENAMETOOLONG, path);
        }
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(Short.BYTES + LONGEST, Short.BYTES); // zeros
            address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, bytes.length);
            var result = new Syscalls().bind(socket, address.address(), Short.BYTES + bytes.length + 1);
            if (result < 0) {
                throw refusal(-result, path);
            }
        }
    }

    private static IOException refusal(int errno, String path) {
        return new IOException("bind(..) failed with error(-" + errno + "): " + path);
    }
}
