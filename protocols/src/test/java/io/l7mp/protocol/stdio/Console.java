package io.l7mp.protocol.stdio;

import io.l7mp.spi.Endpoint;
import io.l7mp.testkit.End;
import io.l7mp.testkit.FarListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whoever sits before the program: what he types is its standard input, and he sees its standard output. Any thread. */
final class Console implements End, FarListener {
    private final ArrayDeque<byte[]> typed = new ArrayDeque<>();
    private final List<byte[]> seen = new CopyOnWriteArrayList<>();
    private long seenBytes;
    private boolean ended;
    private boolean looking = true;
    private boolean shown;

    /** {@return the program's standard input} */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("byte by byte");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return next(buffer, offset, length);
            }
        };
    }

    /** {@return the program's standard output} */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                throw new UnsupportedOperationException("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                see(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        };
    }

    private synchronized int next(byte[] buffer, int offset, int length) throws IOException {
        while (typed.isEmpty() && !ended) {
            pause();
        }
        if (typed.isEmpty()) {
            return -1;
        }
        var piece = typed.remove();
        var part = Math.min(length, piece.length);
        System.arraycopy(piece, 0, buffer, offset, part);
        if (part < piece.length) {
            typed.addFirst(Arrays.copyOfRange(piece, part, piece.length));
        }
        return part;
    }

    private synchronized void see(byte[] piece) throws IOException {
        while (!looking) {
            pause();
        }
        seen.add(piece);
        seenBytes += piece.length;
    }

    private void pause() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public synchronized void send(byte[] payload, int flags) {
        typed.add(payload);
        notifyAll();
    }

    @Override
    public synchronized void finish() {
        ended = true;
        notifyAll();
    }

    @Override
    public void reset() {
        finish();
    }

    @Override
    public synchronized void stopReading() {
        looking = false;
    }

    @Override
    public synchronized void readOn() {
        looking = true;
        notifyAll();
    }

    @Override
    public List<byte[]> received() {
        return seen;
    }

    @Override
    public synchronized long receivedBytes() {
        return seenBytes;
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public boolean closed() {
        return true;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.virtual("console");
    }

    /** {@return this, the first time} */
    @Override
    public synchronized Optional<End> accepted() {
        var first = !shown;
        shown = true;
        return first ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void close() {
        readOn();
        finish();
    }
}
