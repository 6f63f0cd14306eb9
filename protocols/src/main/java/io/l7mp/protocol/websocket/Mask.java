package io.l7mp.protocol.websocket;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;

/**
 * The keys with which a client masks its frames, so that nobody who chooses a payload can choose what is on the wire (RFC 6455,
 * section 10.3). Of one connection, on its loop.
 */
final class Mask {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEYS = 16;

    private final byte[] bytes = new byte[4 * KEYS];
    private int next = KEYS;

    /** {@return a key that nobody can foretell} */
    int key() {
        if (next == KEYS) {
            RANDOM.nextBytes(bytes);
            next = 0;
        }
        int at = 4 * next++;
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    /** Masks or unmasks; both are the same. */
    static void apply(ByteBuf from, ByteBuf to, int length, int key) { // hot path
        if (key == 0) {
            to.writeBytes(from, length);
            return;
        }
        to.ensureWritable(length);
        long twice = (long) key << 32 | (key & 0xffff_ffffL);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            to.writeLong(from.readLong() ^ twice);
        }
        for (int shift = 24; i < length; i++, shift = (shift - 8) & 31) {
            to.writeByte(from.readByte() ^ key >>> shift);
        }
    }
}
