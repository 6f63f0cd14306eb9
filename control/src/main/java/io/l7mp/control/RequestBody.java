package io.l7mp.control;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of one request while it comes in. Copies, so that buffers of the network are not held for long. On one loop. */
final class RequestBody {
    /** How long a body may be. */
    static final int LARGEST = 4 << 20;

    private static final int FIRST = 1 << 10;

    private final int most;
    private byte[] bytes = {};
    private int size;

    RequestBody(int most) {
        this.most = most;
    }

    /** Takes a piece, which it releases. {@return whether it still fits} */
    boolean take(ByteBuf piece) {
        int more = piece.readableBytes();
        boolean fits = more <= most - size;
        if (fits) {
            if (more > bytes.length - size) {
                bytes = Arrays.copyOf(bytes,
                        Math.min(most, Math.max(FIRST, Math.max(2 * size, size + more))));
            }
            piece.readBytes(bytes, size, more);
            size += more;
        }
        piece.release();
        return fits;
    }

    /** {@return all of it, which is forgotten here} */
    byte[] all() {
        var all = Arrays.copyOf(bytes, size);
        discard();
        return all;
    }

    void discard() {
        bytes = new byte[0];
        size = 0;
    }
}
