package io.l7mp.house.program;

import java.util.Arrays;
import java.util.Random;

/**
 * An endless sequence of bytes, of which messages are consecutive cuts. Whatever is lost, doubled, or out of order is therefore
 * seen at its first byte. What is sent as text is the same with the highest bit of each byte away, so that it is UTF-8.
 */
final class Content {
    /** A prime, so that no piece of a usual size comes twice in the same place. */
    private static final int PERIOD = 1_048_573;

    private static final int MOST = 1 << 20;

    private final byte[] binary = new byte[PERIOD + MOST];
    private final byte[] text = new byte[PERIOD + MOST];

    Content(long seed) {
        var first = new byte[PERIOD];
        new Random(seed).nextBytes(first);
        for (int i = 0; i < binary.length; i++) {
            binary[i] = first[i % PERIOD];
            text[i] = (byte) (binary[i] & 0x7f);
        }
    }

    Message cut(long position, int size, boolean asText) {
        int from = (int) (position % PERIOD);
        return new Message(Arrays.copyOfRange(asText ? text : binary, from, from + size), asText);
    }

    /** {@return whether the first so many of these bytes have their place there} */
    boolean matches(long position, byte[] bytes, int offset, int size, boolean asText) {
        int from = (int) (position % PERIOD);
        return Arrays.equals(asText ? text : binary, from, from + size, bytes, offset, offset + size);
    }
}
