package io.l7mp.testkit;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Buffers that a test gave to a stream, each with a hold on it, to see in the end that it was released once. */
final class LentBuffers {
    private final Queue<ByteBuf> buffers = new ConcurrentLinkedQueue<>();

    ByteBuf lend(ByteBuf payload) {
        buffers.add(payload.retain());
        return payload;
    }

    /** Looks who else holds them, and releases them for good. */
    void takeBack(Rules rules) {
        for (var buffer = buffers.poll(); buffer != null; buffer = buffers.poll()) {
            int holds = buffer.refCnt();
            if (holds != 1) {
                rules.broken(holds > 1
                        ? "a buffer given to a stream was never released"
                        : "a buffer was released twice");
            }
            if (holds > 0) {
                buffer.release(holds);
            }
        }
    }
}
