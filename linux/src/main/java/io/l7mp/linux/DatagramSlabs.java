package io.l7mp.linux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A loop's memory for datagrams, in one piece of less than 4 MiB that is made with the loop's first socket: one batch that came in, one
 * that goes out, and room for the calls around them. It is lent to whoever is called, never sliced: what has to wait is copied. On the
 * loop only.
 */
final class DatagramSlabs {
    private final ByteBuf memory;
    final Syscalls calls = new Syscalls();
    final ReceiveSlab receive;
    final SendSlab send;
    final ErrorSlab errors;
    /** Room for an address or an option. */
    final long scratch;

    private final EpollLoop loop;
    private final Runnable flush;
    private boolean isQueued;

    DatagramSlabs(EpollLoop loop) {
        this.loop = loop;
        flush = loop.guarded(this::flush);
        int size = ReceiveSlab.SIZE + SendSlab.SIZE + ErrorSlab.SIZE + 2 * RawAddress.ROOM;
        memory = ByteBufAllocator.DEFAULT.directBuffer(size, size);
        long at = memory.memoryAddress();
        Memory.clear(at, size);
        receive = new ReceiveSlab(at);
        at += ReceiveSlab.SIZE;
        send = new SendSlab(memory, at);
        at += SendSlab.SIZE;
        errors = new ErrorSlab(at);
        at += ErrorSlab.SIZE;
        scratch = at;
    }

    // hot path
    /** Sends what all flows have collected, in one call at the end of the turn: tasks run after all descriptors had theirs. */
    void flushLater() {
        if (!isQueued) {
            isQueued = true;
            loop.execute(flush);
        }
    }

    private void flush() {
        isQueued = false;
        if (send.output != null) {
            send.output.flush();
        }
    }

    /** The loop has ended. */
    void release() {
        memory.release();
    }
}
