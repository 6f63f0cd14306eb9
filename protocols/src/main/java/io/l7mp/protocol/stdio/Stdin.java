package io.l7mp.protocol.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands out standard input in chunks, each to the stream that has asked first. A read cannot be called off; what comes after its
 * asker left is kept for the next one. Any thread.
 */
final class Stdin {
    private static final int CHUNK = 64 << 10;
    private static final byte[] END = {};

    private final InputStream input;

    /** Guards the rest, and is never held while somebody else is called. */
    private final Object lock = new Object();

    private final ArrayDeque<Consumer<byte[]>> askers = new ArrayDeque<>();
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private boolean reading;
    private boolean ended;

    Stdin(InputStream input) {
        this.input = input;
    }

    /**
     * Asks for a chunk.
     *
     * @param blocking where to read
     * @param asker gets it once, on any thread, perhaps at once; an empty one is the end of the input
     */
    void ask(Executor blocking, Consumer<byte[]> asker) {
        synchronized (lock) {
            askers.add(asker);
        }
        serve(blocking);
    }

    /** Calls a question off, if it is not answered yet. */
    void leave(Consumer<byte[]> asker) {
        synchronized (lock) {
            askers.remove(asker);
        }
    }

    /** Gives back a chunk that came too late for its asker, for the next one. */
    void giveBack(Executor blocking, byte[] chunk) {
        if (chunk.length > 0) {
            synchronized (lock) {
                kept.addFirst(chunk);
            }
            serve(blocking);
        }
    }

    private void serve(Executor blocking) {
        while (true) {
            Consumer<byte[]> asker;
            byte[] chunk;
            synchronized (lock) {
                if (askers.isEmpty()) {
                    return;
                }
                if (kept.isEmpty() && !ended) {
                    if (!reading) {
                        reading = true;
                        blocking.execute(() -> read(blocking));
                    }
                    return;
                }
                asker = askers.remove();
                chunk = kept.isEmpty() ? END : kept.remove();
            }
            asker.accept(chunk);
        }
    }

    private void read(Executor blocking) {
        var chunk = next();
        synchronized (lock) {
            reading = false;
            if (chunk.length == 0) {
                ended = true;
            } else {
                kept.addLast(chunk);
            }
        }
        serve(blocking);
    }

    private byte[] next() {
        try {
            var buffer = new byte[CHUNK];
            var count = input.read(buffer);
            return count <= 0 ? END : Arrays.copyOf(buffer, count);
        } catch (IOException closed) { // a closed standard input has nothing to say, like an empty one
            return END;
        }
    }
}
