package io.l7mp.house.program;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection with what was read ahead of it, for protocols that are parsed by hand. Writers take turns. */
final class Wire implements AutoCloseable {
    private static final int AHEAD = 64 << 10;

    private final SocketChannel channel;
    private final ByteBuffer ahead = ByteBuffer.allocateDirect(AHEAD).flip();
    private final ByteBuffer out = ByteBuffer.allocateDirect(AHEAD);

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    private boolean fill() throws IOException {
        if (ahead.hasRemaining()) {
            return true;
        }
        ahead.clear();
        int read = channel.read(ahead);
        ahead.flip();
        return read > 0;
    }

    /** {@return 1 to so many bytes, or none at the end} */
    byte[] some(int most) throws IOException {
        if (!fill()) {
            return new byte[0];
        }
        var bytes = new byte[Math.min(most, ahead.remaining())];
        ahead.get(bytes);
        return bytes;
    }

    boolean atEnd() throws IOException {
        return !fill();
    }

    byte[] exactly(int size) throws IOException {
        var bytes = new byte[size];
        for (int have = 0; have < size;) {
            if (!fill()) {
                throw new EOFException("ended after " + have + " of " + size + " bytes");
            }
            int more = Math.min(size - have, ahead.remaining());
            ahead.get(bytes, have, more);
            have += more;
        }
        return bytes;
    }

    int unsignedByte() throws IOException {
        if (!fill()) {
            throw new EOFException("ended in the middle");
        }
        return ahead.get() & 0xff;
    }

    /** {@return the next line, without its end} */
    String line() throws IOException {
        var text = new StringBuilder();
        for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
            text.append((char) next);
        }
        return text.toString().stripTrailing();
    }

    /** {@return the lines up to the first empty one} */
    List<String> head() throws IOException {
        var lines = new ArrayList<String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** Writes all of it, and nobody else's bytes in between. */
    synchronized void write(byte[]... pieces) throws IOException {
        for (var piece : pieces) {
            for (int done = 0; done < piece.length;) {
                if (!out.hasRemaining()) {
                    flush();
                }
                int more = Math.min(out.remaining(), piece.length - done);
                out.put(piece, done, more);
                done += more;
            }
        }
        flush();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
