package io.l7mp.testkit;

import io.l7mp.spi.Appender;
import io.l7mp.spi.Loop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that is a list in memory, with a disk that a test can stop. Any thread. */
public final class MemoryAppender implements Appender {
    private static final int BOUND = 1 << 20;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<byte[]> waiting = new ArrayList<>();
    private int waitingBytes;
    private boolean stalled;
    private boolean closed;
    private @Nullable Runnable ready;

    @Override
    public synchronized boolean append(byte[] bytes) {
        if (closed || waitingBytes + bytes.length > BOUND) {
            return false;
        }
        waiting.add(bytes);
        waitingBytes += bytes.length;
        writeOut();
        return true;
    }

    private void writeOut() {
        if (!stalled) {
            waiting.forEach(written::writeBytes);
            waiting.clear();
            waitingBytes = 0;
        }
    }

    @Override
    public synchronized boolean writable() {
        return waitingBytes < BOUND;
    }

    @Override
    public synchronized void onWritable(Loop loop, Runnable action) {
        if (waitingBytes < BOUND / 2) {
            loop.execute(action);
        } else {
            var earlier = ready;
            ready = () -> {
                if (earlier != null) {
                    earlier.run();
                }
                loop.execute(action);
            };
        }
    }

    /** Stops the disk, or lets it go on. */
    public synchronized void stall(boolean stop) {
        stalled = stop;
        writeOut();
        if (ready != null && waitingBytes < BOUND / 2) {
            var action = ready;
            ready = null;
            action.run();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    /** {@return whether it was closed} */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** {@return what the disk has} */
    public synchronized byte[] bytes() {
        return written.toByteArray();
    }
}
